"""Keeps the index at what the documents' files hold: whichever were added, changed or deleted are read again."""

import functools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from pydantic import ValidationError

from firstcontact import documents, problem
from firstcontact.documents import Fault, Note
from firstcontact.errors import Conflict, NotFound, Unavailable
from firstcontact.ingestion import File, Ingestion
from firstcontact.model.arrival import FileReport, Labels, Seen, Totals
from firstcontact.ports import DocumentFiles, Knowledge, LanguageModel

ATTEMPTS = 5
SLICE = 100.0  # seconds of reading after which what was read is kept: whoever dies then loses no more than that
MOST = 10_000  # documents of one file
FOLDER, REPORTS = "documents/", "reports/"


def follow(
    keys: Iterable[str],
    files: DocumentFiles,
    knowledge: Knowledge,
    languages: LanguageModel,
    clock: Callable[[], float] = time.monotonic,
) -> Totals:
    """Bring the index to the state of these files; each gets a report of what became of it.

    Somebody else's writing at the same time makes it begin again; ``Conflict`` when that happens too often.
    """
    told = sorted(set(keys))
    behind = {key: _behind(key, files) for key in told}
    # No event comes for a document that stood behind one of its id when that one goes: it is read again first.
    others = sorted({one for some in behind.values() for one in some}.difference(told))
    behind |= {key: _behind(key, files) for key in others}
    reader = _Reader(files, knowledge, languages, clock)
    reader.read(others, behind)
    return _totals(reader.read(told, behind))


def _behind(key: str, files: DocumentFiles) -> list[str]:
    """The files that its last report has behind this one."""
    reports = (report for report in files.reports(key) if report.file == key)
    return [one for report in reports for one in report.behind if one.startswith(FOLDER)]


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


class _Reader:
    """Reads files into the index, and keeps what became of each."""

    def __init__(
        self,
        files: DocumentFiles,
        knowledge: Knowledge,
        languages: LanguageModel,
        clock: Callable[[], float],
    ) -> None:
        self._files, self._knowledge, self._languages, self._clock = files, knowledge, languages, clock

    def read(self, keys: Sequence[str], behind: Mapping[str, Sequence[str]]) -> list[FileReport]:
        """Slice by slice, until each is read as it is; their reports."""
        waiting, reports, disturbed, patience = list(keys), list[FileReport](), 0, SLICE
        while waiting:
            made = self._undisturbed(waiting, patience)
            patience = SLICE if made else 2 * patience  # whatever a file takes, some slice has time for it
            # While a version was read, somebody may have put and written a newer one, which this replaced.
            moved = {report.file for report in made if self._files.look(report.file).version != report.version}
            disturbed += bool(moved)
            if disturbed == ATTEMPTS:
                raise Conflict(f"{min(moved)} changes faster than it is read", code="files_change")
            for report in made:
                if report.file not in moved:
                    every = dict.fromkeys((*behind[report.file], *report.behind))
                    reports.append(report.model_copy(update={"behind": tuple(every)}))
                    self._files.report(reports[-1])
                    waiting.remove(report.file)
        return reports

    def _undisturbed(self, keys: Sequence[str], patience: float) -> list[FileReport]:
        for _ in range(ATTEMPTS - 1):
            with suppress(Conflict):
                return self._slice(keys, patience)
        return self._slice(keys, patience)

    def _slice(self, keys: Sequence[str], patience: float) -> list[FileReport]:
        """Read for so many seconds; the reports on files that were read to their end."""
        until = self._clock() + patience
        found: dict[str, list[dict[str, str]]] = {key: [] for key in keys}
        behind: dict[str, list[str]] = {key: [] for key in keys}
        seen = {key: self._files.look(key) for key in keys}
        with self._knowledge.writing() as writer:
            ingestion = Ingestion(
                writer,
                self._languages,
                lambda file, one: found[file.source].append(_line(one)),
                lambda file, source: behind[file.source].append(source),
                most=MOST,
                late=lambda: self._clock() > until,
            )
            arrived = {key: _arrived(key, one, self._files) for key, one in seen.items() if one.version}
            refused = {key: one for key, one in arrived.items() if isinstance(one, Fault)}
            for key, fault in refused.items():
                found[key].append(_line(fault))
            # Who may read what is in a file that is refused is not known: nobody does.
            gone = [key for key in keys if key not in arrived or key in refused]
            ingestion.forget(gone)
            ingestion.run([file for file in arrived.values() if isinstance(file, File)])
            return [
                FileReport(
                    file=key,
                    version=seen[key].version,
                    read=ingestion.tally(key),
                    found=tuple(found[key]),
                    behind=tuple(dict.fromkeys(behind[key])),
                )
                for key in (*gone, *sorted(ingestion.finished))
            ]


def _arrived(key: str, seen: Seen, files: DocumentFiles) -> File | Fault:
    """A file to read, or why it is not read."""
    if not documents.readable(key):
        return Fault(key, documents.UNREADABLE)
    try:
        labels = Labels.model_validate(seen.labels)
    except ValidationError as error:
        return Fault(key, f"its metadata, {problem.of_validation(error).detail}")
    opened = functools.partial(_opened, key, seen.etag, files)
    return File(key, key.removeprefix(FOLDER), opened, unsaid=labels.model_dump(exclude_none=True))


@contextmanager
def _opened(key: str, etag: str, files: DocumentFiles) -> Iterator[IO[bytes]]:
    try:
        with files.open(key, etag) as file:
            yield file
    except NotFound as error:
        raise FileNotFoundError(2, "it is gone", key) from error


def _line(found: Fault | Note) -> dict[str, str]:
    return {name: str(value) for name, value in found._asdict().items()}
