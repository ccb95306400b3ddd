"""Keeps the index at what the documents' files hold: whichever were added, changed or deleted are read again."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import IO

from pydantic import ValidationError

from firstcontact import documents, problem
from firstcontact.documents import Fault, Note
from firstcontact.errors import Conflict, NotFound, Unavailable
from firstcontact.ingestion import File, Ingestion
from firstcontact.model.arrival import FileReport, Labels, Totals
from firstcontact.ports import DocumentFiles, Knowledge, LanguageModel

ATTEMPTS = 5
MOST = 10_000  # documents of one file: a function has five minutes
FOLDER, REPORTS = "documents/", "reports/"
UNREADABLE = "this kind of file is not read"


def follow(keys: Iterable[str], files: DocumentFiles, knowledge: Knowledge, languages: LanguageModel) -> Totals:
    """Bring the index to the state of these files; each gets a report of what became of it.

    Somebody else's writing at the same time makes it begin again; ``Conflict`` when that happens too often.
    """
    wanted, reports = sorted(set(keys)), dict[str, FileReport]()
    for _ in range(ATTEMPTS):
        made = _undisturbed(functools.partial(_followed, wanted, files, knowledge, languages))
        reports |= {report.file: report for report in made}
        # While a version was read and written, somebody may have put and written a newer one, which this replaced.
        wanted = [report.file for report in made if files.version(report.file) != report.version]
        for report in made:
            if report.file not in wanted:
                files.report(report)
        if not wanted:
            return _totals(list(reports.values()))
    raise Conflict(f"{wanted[0]} changes faster than it is read", code="files_change")


def check(prefix: str, files: DocumentFiles, knowledge: Knowledge) -> Totals:
    """Hold the index to the reports of these files, by count and checksum; ``Unavailable`` where they differ.

    An index may show what was written a little later, so ask again before believing it.
    """
    reports = list(files.reports(prefix))
    with knowledge.writing() as writer:
        differ = [report.file for report in reports if writer.tally(report.file) != report.read]
    if differ:
        raise Unavailable(
            f"the index does not hold what was read from {len(differ)} files, as {differ[0]}",
            code="not_as_read",
            remedy="Bring these files in again; an id that two files give belongs to the one read last.",
        )
    return _totals(reports)


def _totals(reports: Sequence[FileReport]) -> Totals:
    documents = sum(report.read.documents for report in reports)
    return Totals(files=len(reports), documents=documents, found=sum(len(report.found) for report in reports))


def _undisturbed(write: Callable[[], list[FileReport]]) -> list[FileReport]:
    for _ in range(ATTEMPTS - 1):
        with suppress(Conflict):
            return write()
    return write()


def _followed(
    keys: Sequence[str], files: DocumentFiles, knowledge: Knowledge, languages: LanguageModel
) -> list[FileReport]:
    found: dict[str, list[dict[str, str]]] = {key: [] for key in keys}
    versions = {key: files.version(key) for key in keys}
    with knowledge.writing() as writer:
        ingestion = Ingestion(writer, languages, lambda file, one: found[file.source].append(_line(one)), MOST)
        ingestion.forget(key for key, version in versions.items() if not version)
        arrived = [_arrived(key, files) for key, version in versions.items() if version]
        for refused in arrived:
            if isinstance(refused, Fault):
                found[str(refused.id)].append(_line(refused))
        ingestion.run([file for file in arrived if isinstance(file, File)])
        return [
            FileReport(file=key, version=versions[key], read=ingestion.tally(key), found=tuple(found[key]))
            for key in keys
        ]


def _arrived(key: str, files: DocumentFiles) -> File | Fault:
    """A file to read, or why it is not read."""
    if PurePosixPath(key).suffix.lower() not in documents.READABLE:
        return Fault(key, UNREADABLE)
    try:
        labels = Labels.model_validate(files.labels(key))
    except ValidationError as error:
        return Fault(key, f"its metadata, {problem.of_validation(error).detail}")
    unsaid = labels.model_dump(exclude_none=True)
    return File(key, key.removeprefix(FOLDER), functools.partial(_opened, key, files), unsaid=unsaid)


@contextmanager
def _opened(key: str, files: DocumentFiles) -> Iterator[IO[bytes]]:
    try:
        with files.open(key) as file:
            yield file
    except NotFound as error:
        raise FileNotFoundError(2, "it is gone", key) from error


def _line(found: Fault | Note) -> dict[str, str]:
    return {name: str(value) for name, value in found._asdict().items()}
