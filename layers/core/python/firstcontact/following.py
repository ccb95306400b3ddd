"""Keeps the index at what the documents' files hold: whichever were added, changed or deleted are read again."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from firstcontact import documents
from firstcontact.documents import Fault, Note
from firstcontact.errors import Conflict, NotFound
from firstcontact.ingestion import File, Ingestion
from firstcontact.ports import DocumentFiles, Knowledge, LanguageModel

ATTEMPTS = 5
FOLDER = "documents/"
UNREADABLE = "this kind of file is not read"
Report = dict[str, object]


def follow(keys: Iterable[str], files: DocumentFiles, knowledge: Knowledge, languages: LanguageModel) -> None:
    """Bring the index to the state of these files; each gets a report of what became of it.

    Somebody else's writing at the same time makes it begin again; ``Conflict`` when that happens too often.
    """
    wanted = sorted(set(keys))
    for report in _undisturbed(lambda: _followed(wanted, files, knowledge, languages)):
        files.report(str(report["file"]), report)


def _undisturbed(write: Callable[[], list[Report]]) -> list[Report]:
    for left in reversed(range(ATTEMPTS)):
        try:
            return write()
        except Conflict:
            if not left:
                raise
    raise AssertionError("unreachable")


def _followed(
    keys: Sequence[str], files: DocumentFiles, knowledge: Knowledge, languages: LanguageModel
) -> list[Report]:
    found: dict[str, list[dict[str, str]]] = {key: [] for key in keys}
    versions = {key: files.version(key) for key in keys}
    with knowledge.writing() as writer:
        ingestion = Ingestion(writer, languages, lambda file, one: found[file.source].append(_line(one)))
        ingestion.forget(key for key, version in versions.items() if not version)
        for key, version in versions.items():
            if version and not _readable(key):
                found[key].append(_line(Fault(key, UNREADABLE)))
        ingestion.run([_file(key, files) for key, version in versions.items() if version and _readable(key)])
    return [{"file": key, "version": versions[key], "found": found[key]} for key in keys]


def _file(key: str, files: DocumentFiles) -> File:
    return File(
        key, key.removeprefix(FOLDER), functools.partial(_opened, key, files), functools.partial(files.version, key)
    )


@contextmanager
def _opened(key: str, files: DocumentFiles) -> Iterator[IO[bytes]]:
    try:
        with files.open(key) as file:
            yield file
    except NotFound as error:
        raise FileNotFoundError(2, "it is gone", key) from error


def _readable(key: str) -> bool:
    return PurePosixPath(key).suffix.lower() in documents.READABLE


def _line(found: Fault | Note) -> dict[str, str]:
    return {name: str(value) for name, value in found._asdict().items()}
