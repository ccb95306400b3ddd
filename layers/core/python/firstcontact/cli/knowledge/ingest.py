"""``knowledge ingest``: reads files and folders into an index, and reports what could not be read."""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from firstcontact.adapters.models.artifacts import folder
from firstcontact.cli.errors import CannotRun
from firstcontact.cli.knowledge import backends
from firstcontact.cli.progress_bar import progress
from firstcontact.knowledge import readers
from firstcontact.knowledge.ingestion import File, Ingestion
from firstcontact.knowledge.readers import Fault, Note
from firstcontact.knowledge.records import Document
from firstcontact.text.ports import Encoder, LanguageDetector

BLOCK = 1 << 20  # bytes read at a time to count lines
_BODY = re.compile(rb'"body"\s*:')  # each article of an export has one


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``knowledge ingest``."""
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--tenant", help="the tenant of documents that do not name one")
    add_audience(parser)
    parser.description = (
        f"Ingest files or folders of {' '.join(readers.READABLE)} into an index. Documents that a file or folder no "
        "longer contains are removed; unchanged ones are not encoded again. Each line of the report is a document "
        "that could not be read, or a note; the last line is a summary. Exit code 1 if any could not be read."
    )


def add_audience(parser: argparse.ArgumentParser) -> None:
    """Add the option that sets the audience of documents that do not specify one."""
    parser.add_argument(
        "--audience", choices=("public", "agents"), help="who may read documents that do not specify it"
    )


def run(options: argparse.Namespace, encoder: Callable[[], Encoder]) -> int:
    """Ingest the files; returns 1 if a document could not be read."""
    said = {"tenant": options.tenant, "audience": options.audience}
    unsaid = {name: value for name, value in said.items() if value}
    files = [file._replace(unsaid=unsaid) for path in options.paths for file in files_of(path)]
    total = sum(_estimate(Path(file.source)) for file in files)
    with backends.chosen(options).writer(encoder()) as writer:
        ingestion = Ingestion(writer, _languages(), _tell)

        def watch(passing: Iterable[Document]) -> Iterable[Document]:
            return progress().track(passing, "documents", total)

        report = ingestion.run(files, watch)
        removed = report.removed + ingestion.forget(_gone(options.paths, writer.sources()))
    print(json.dumps({"index": options.index, **report.model_dump(), "removed": removed}))
    return 1 if report.faults else 0


def _tell(file: File, found: Fault | Note) -> None:
    print(json.dumps({**found._asdict(), "file": file.name}, ensure_ascii=False), flush=True)


def files_of(given: str) -> Iterator[File]:
    """A file, or all readable files in a folder; ``CannotRun`` if there is no such file or folder."""
    with _reading(given):
        path = Path(given)
        if path.is_dir():
            yield from _files_in(path)
        elif path.is_file():
            # Reject unsupported file types before anything is written.
            readers.check(path.name)
            yield _file(path, path.name)
        else:
            raise CannotRun(f"cannot read {given}: no such file or folder")


@contextmanager
def opened(file: File) -> Iterator[IO[bytes]]:
    """Open a file for reading; ``CannotRun`` if it cannot be read."""
    with _reading(file.source), file.open() as content:
        yield content


@contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotRun(f"cannot read {path}: {error.strerror}") from error


def _files_in(folder: Path) -> Iterator[File]:
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if readers.readable(file.name) and file.is_file() and not hidden:
            yield _file(file, name.as_posix())


def _file(path: Path, name: str) -> File:
    return File(str(path.resolve()), name, lambda: path.open("rb"), partial(_state, path))


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _estimate(path: Path) -> int:
    """The estimated number of documents in a file: one, or its number of lines or articles."""
    count = {".jsonl": _lines_in, ".json": _articles_in}.get(path.suffix.lower())
    if count is None:
        return 1
    try:
        with path.open("rb") as file:
            return count(file) or 1
    except OSError:
        return 1


def _lines_in(file: IO[bytes]) -> int:
    ends, last = 0, b"\n"
    for block in iter(partial(file.read, BLOCK), b""):
        ends, last = ends + block.count(b"\n"), block[-1:]
    return ends + (last != b"\n")


def _articles_in(file: IO[bytes]) -> int:
    return len(_BODY.findall(file.read(readers.MAX_BYTES)))


def _gone(paths: Iterable[str], sources: Iterable[str]) -> Iterator[str]:
    """The sources in an index that came from these folders and no longer exist."""
    roots = [Path(path).resolve() for path in paths if Path(path).is_dir()]
    for source in map(Path, sources):
        if any(source.is_relative_to(root) for root in roots) and not source.exists():
            yield str(source)


def _languages() -> LanguageDetector:
    from firstcontact.adapters.models.fasttext import FastTextLanguageDetector

    return FastTextLanguageDetector(folder("languages"))
