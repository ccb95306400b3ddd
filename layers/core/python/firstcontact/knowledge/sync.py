"""Keeps the index in step with the document files: files that were added, changed or deleted are read again."""

import functools
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Self

from pydantic import ValidationError

from firstcontact.errors import Conflict, NotFound, Unavailable
from firstcontact.knowledge import readers
from firstcontact.knowledge.files import DOCUMENTS, FileReport, FileVersion, Labels, Totals
from firstcontact.knowledge.ingestion import File, Ingestion
from firstcontact.knowledge.ports import DocumentFiles, Knowledge
from firstcontact.knowledge.readers import Fault, Note
from firstcontact.text.ports import LanguageDetector
from firstcontact.validation import invalid_from

ATTEMPTS = 5
SLICE_SECONDS = 100.0  # results are saved after this much reading, so that a crash loses no more than that
MAX_DOCUMENTS_PER_FILE = 10_000  # further documents of a file are left out


def sync_files(
    keys: Iterable[str],
    files: DocumentFiles,
    knowledge: Knowledge,
    languages: LanguageDetector,
    clock: Callable[[], float] = time.monotonic,
) -> Totals:
    """Bring the index up to date with these files; each file gets a report of what became of it.

    A concurrent write to the index restarts the work; ``Conflict`` if that happens too often.
    """

    def read(some: Collection[str]) -> _Pass:
        return _Pass(files, knowledge, languages, clock).over(sorted(some))

    told = set(keys)
    first = read(told)
    # Deleting a document causes no event for the documents it overrode, so their files are read again. That may
    # override documents that took precedence until now, so the files of those are read again afterwards.
    second = read(first.freed - told)
    read(second.hidden - second.reports.keys())
    return _totals(first.reports.values())


def check_files(prefix: str, files: DocumentFiles, knowledge: Knowledge) -> Totals:
    """Compare the index with the reports of these files, by count and checksum; ``Unavailable`` if they differ.

    An index may show writes with a delay, so check again before believing a difference.
    """
    reports = list(files.reports(prefix))
    with knowledge.writing() as writer:
        differ = [report.file for report in reports if writer.tally(report.file) != report.read]
    if differ:
        raise Unavailable(
            f"the index does not contain all documents of {len(differ)} files, such as {differ[0]}",
            code="not_as_read",
            remedy="Ingest these files again; if two files use the same id, only the one read last keeps it.",
        )
    return _totals(reports)


def _totals(reports: Collection[FileReport]) -> Totals:
    documents = sum(report.read.documents for report in reports)
    return Totals(files=len(reports), documents=documents, found=sum(len(report.found) for report in reports))


class _Pass:
    """Reads files slice by slice; a file that changes while it is read is read again.

    ``reports`` has the report on each file, which is also stored beside the files. ``hidden`` has the files with a
    document that another file now overrides by the same id. ``freed`` has the files that were overridden by a file
    from which documents were removed.
    """

    def __init__(
        self,
        files: DocumentFiles,
        knowledge: Knowledge,
        languages: LanguageDetector,
        clock: Callable[[], float],
    ) -> None:
        self._files, self._knowledge, self._languages, self._clock = files, knowledge, languages, clock
        self.reports, self.hidden, self.freed = dict[str, FileReport](), set[str](), set[str]()
        self._before: dict[str, FileReport | None] = {}

    def over(self, keys: Collection[str]) -> Self:
        """Read these files."""
        self._before = {key: self._files.reported(key) if readers.readable(key) else None for key in keys}
        waiting, disturbed, patience = list(keys), 0, SLICE_SECONDS
        while waiting:
            made = self._undisturbed(waiting, patience)
            patience = SLICE_SECONDS if made else 2 * patience
            # While this version was read, another run may have indexed a newer one, which this run then overwrote.
            moved = {report.file for report in made if self._files.look(report.file).version != report.version}
            disturbed += bool(moved)
            if disturbed == ATTEMPTS:
                raise Conflict(f"{min(moved)} changes faster than it can be read", code="files_change")
            for report in made:
                if report.file not in moved:
                    self._files.report(report)
                    self.reports[report.file] = report
                    waiting.remove(report.file)
        return self

    def _undisturbed(self, keys: Sequence[str], patience: float) -> list[FileReport]:
        for _ in range(ATTEMPTS - 1):
            with suppress(Conflict):
                return self._slice(keys, patience)
        return self._slice(keys, patience)

    def _slice(self, keys: Sequence[str], patience: float) -> list[FileReport]:
        """Read for ``patience`` seconds; returns the reports on the files that were read to their end."""
        until = self._clock() + patience
        found: dict[str, list[dict[str, str]]] = {key: [] for key in keys}
        before = {key: report.behind if (report := self._before[key]) else () for key in keys}
        behind = {key: dict.fromkeys(some) for key, some in before.items()}
        seen = {key: self._files.look(key) for key in keys}
        with self._knowledge.writing() as writer:
            ingestion = Ingestion(
                writer,
                self._languages,
                lambda file, one: found[file.source].append(_line(one)),
                lambda file, source: self._hide(source, behind[file.source]),
                most=MAX_DOCUMENTS_PER_FILE,
                late=lambda: self._clock() > until,
            )
            arrived = {key: self._arrived(key, one) for key, one in seen.items() if one.version}
            refused = {key: one for key, one in arrived.items() if isinstance(one, Fault)}
            for key, fault in refused.items():
                found[key].append(_line(fault))
            # It is unknown who may read a refused file, so its documents are removed.
            gone = [key for key in keys if key not in arrived or key in refused]
            ingestion.forget(gone)
            ingestion.run([file for file in arrived.values() if isinstance(file, File)])
            self.freed |= {one for key, count in ingestion.pruned.items() if count for one in before[key]}
            return [
                FileReport(
                    file=key,
                    version=seen[key].version,
                    read=ingestion.tally(key),
                    found=tuple(found[key]),
                    behind=tuple(behind[key]) if key in ingestion.finished else (),
                )
                for key in (*gone, *sorted(ingestion.finished))
            ]

    def _hide(self, source: str, behind: dict[str, None]) -> None:
        if source.startswith(DOCUMENTS):  # documents ingested from elsewhere have no file here
            self.hidden.add(source)
            behind[source] = None

    def _arrived(self, key: str, seen: FileVersion) -> File | Fault:
        """The file to read, or a fault that says why it is not read."""
        if not readers.readable(key):
            return Fault(key, readers.UNREADABLE)
        try:
            labels = Labels.model_validate(seen.labels)
        except ValidationError as error:
            return Fault(key, f"its metadata, {invalid_from(error).detail}")
        before = self._before[key]
        return File(
            key,
            key.removeprefix(DOCUMENTS),
            functools.partial(_opened, key, seen.etag, self._files),
            unsaid=labels.model_dump(exclude_none=True),
            anew=before is not None and not seen.labelled_as(before.version),
        )


@contextmanager
def _opened(key: str, etag: str, files: DocumentFiles) -> Iterator[IO[bytes]]:
    try:
        with files.open(key, etag) as file:
            yield file
    except NotFound as error:
        raise FileNotFoundError(2, "it was deleted", key) from error


def _line(found: Fault | Note) -> dict[str, str]:
    return {name: str(value) for name, value in found._asdict().items()}
