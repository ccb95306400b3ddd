"""Reads documents from files: Markdown with front matter, HTML, plain text, PDF, a Help Center export, and JSON Lines
with one document per line.

A document's id comes from its front matter, its line or its export, else it is the file's name without the extension.
Nothing is guessed or dropped silently: what cannot be read becomes a ``Fault`` that says why, and the rest is read.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, Any

from firstcontact.errors import Invalid
from firstcontact.knowledge.readers import front_matter
from firstcontact.knowledge.readers.decoding import declared_in, decode, parse
from firstcontact.knowledge.readers.findings import EMPTY, Fault, Finding, Note, Unclear, document, named
from firstcontact.knowledge.readers.help_center import read_export
from firstcontact.knowledge.readers.markup import read_html
from firstcontact.knowledge.readers.pdf import read_pdf

__all__ = [
    "EMPTY",
    "MAX_BYTES",
    "READABLE",
    "UNREADABLE",
    "Fault",
    "Finding",
    "Note",
    "Unclear",
    "check",
    "read",
    "readable",
]
READABLE = (".md", ".html", ".htm", ".txt", ".pdf", ".json", ".jsonl")
# Bytes of one document. A larger file was put into the wrong folder, or is many documents in one.
MAX_BYTES = 20 * 2**20
TOO_LARGE = f"it is larger than {MAX_BYTES >> 20} MiB: split it into several documents"
UNREADABLE = "this type of file is not supported"
_FIRST_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def readable(name: str) -> bool:
    """Whether files of this kind can be read."""
    return PurePath(name).suffix.lower() in READABLE


def check(name: str) -> None:
    """Raise ``Invalid`` for a kind of file that cannot be read."""
    if not readable(name):
        raise Invalid(
            f"{PurePath(name).name}: {UNREADABLE}",
            code="unreadable_file",
            remedy=f"Use one of {', '.join(READABLE)}.",
        )


def read(name: str, file: IO[bytes]) -> Iterator[Finding]:
    """The findings in a file; JSON Lines are read one line at a time to save memory. ``Invalid`` as in ``check``."""
    check(name)
    path = PurePath(name)
    suffix, own_name = path.suffix.lower(), path.with_suffix("").as_posix()
    if suffix == ".jsonl":
        yield from _lines(file)
        return
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        yield Fault(own_name, TOO_LARGE)
        return
    fields = {"id": own_name, "title": path.stem, "kind": None}
    yield from _told(own_name, _READERS[suffix](content, fields))


def _told(name: object, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Pass findings on; an exception other than OSError becomes a fault, so that later documents are still read."""
    try:
        yield from findings
    except OSError:
        raise
    except front_matter.UnclearAccess as error:
        yield Unclear(name, str(error))
    except ValueError as error:
        yield Fault(name, str(error))
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the other documents are read
        yield Fault(name, f"it cannot be read: {type(error).__name__}")


def _markdown(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    front, text = front_matter.split(decode(content))
    heading = _FIRST_HEADING.search(text)
    title = {"title": heading[1].strip()} if heading else {}
    yield document({**fields, **title, **front, "text": text}, fields["id"])


def _page(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    page = read_html(decode(content, declared_in(content)))
    found = document({**fields, **page._asdict(), "title": page.title or fields["title"]}, fields["id"])
    yield found
    if page.scripts and not isinstance(found, Fault):
        yield Note(fields["id"], f"{page.scripts} scripts skipped")


def _text(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    yield document({**fields, "text": decode(content)}, fields["id"])


def _pdf(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    file = read_pdf(content)
    said = {"title": file.title or fields["title"], "text": file.text, "updated_at": file.updated_at}
    yield document({**fields, **said}, fields["id"])


def _export(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    yield from read_export(decode(content), fields["id"])


_READERS = {".md": _markdown, ".html": _page, ".htm": _page, ".txt": _text, ".pdf": _pdf, ".json": _export}


def _lines(file: IO[bytes]) -> Iterator[Finding]:
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            yield Fault(number, TOO_LARGE)
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES + 1)
            continue
        yield from _told(number, _line(line, number))


def _line(line: bytes, number: int) -> Iterator[Finding]:
    text = decode(line)
    if not text.strip():
        return
    fields = parse(text)
    if isinstance(fields, dict):
        yield document(fields, named(fields.get("id"), number))
    else:
        yield Fault(number, "not a JSON object")
