"""Reads documents from files: Markdown with front matter, HTML, plain text, PDF, a Help Center export, and JSON Lines
with one document on each line.

A document's id is the one its front matter, its line or its export gives, else the file's name without its ending.
Nothing is guessed and nothing is lost in silence: what cannot be read becomes a ``Fault`` that says why, and the rest
is read.
"""

import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, Any

from firstcontact.documents import front_matter
from firstcontact.documents.decoding import declared_in, decode
from firstcontact.documents.findings import Fault, Finding, Note, document
from firstcontact.documents.help_center import read_export
from firstcontact.documents.markup import read_html
from firstcontact.documents.pdf import read_pdf
from firstcontact.errors import Invalid

__all__ = ["LARGEST", "READABLE", "Fault", "Finding", "Note", "check", "read"]
READABLE = (".md", ".html", ".htm", ".txt", ".pdf", ".json", ".jsonl")
# Bytes of one document. What is larger was put into the wrong folder, or is many documents in one.
LARGEST = 20 * 2**20
TOO_LARGE = f"it is larger than {LARGEST >> 20} MiB: cut it into several documents"
_FIRST_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def check(name: str) -> None:
    """``Invalid`` for a kind of file that is not read."""
    path = PurePath(name)
    if path.suffix.lower() not in READABLE:
        raise Invalid(
            f"{path.name}: this kind of file is not read",
            code="unreadable_file",
            remedy=f"Bring one of {', '.join(READABLE)}.",
        )


def read(name: str, file: IO[bytes]) -> Iterator[Finding]:
    """What a file holds; of JSON Lines only a line at a time is in memory. ``Invalid`` as of ``check``."""
    check(name)
    path = PurePath(name)
    suffix, own_name = path.suffix.lower(), path.with_suffix("").as_posix()
    if suffix == ".jsonl":
        yield from _lines(file)
        return
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        yield Fault(own_name, TOO_LARGE)
        return
    try:
        if suffix == ".json":
            yield from read_export(decode(content), own_name)
        else:
            yield from _READERS[suffix](content, {"id": own_name, "title": path.stem, "kind": None})
    except ValueError as error:
        yield Fault(own_name, str(error))


def _markdown(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    front, text = front_matter.split(decode(content))
    heading = _FIRST_HEADING.search(text)
    title = {"title": heading[1].strip()} if heading else {}
    yield document({**fields, **title, **front, "text": text}, fields["id"])


def _page(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    page = read_html(decode(content, declared_in(content)))
    found = document({**fields, "title": page.title or fields["title"], "text": page.text}, fields["id"])
    yield found
    if page.scripts and not isinstance(found, Fault):
        yield Note(fields["id"], f"{page.scripts} scripts left out")


def _text(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    yield document({**fields, "text": decode(content)}, fields["id"])


def _pdf(content: bytes, fields: dict[str, Any]) -> Iterator[Finding]:
    title, text = read_pdf(content)
    yield document({**fields, "title": title or fields["title"], "text": text}, fields["id"])


_READERS = {".md": _markdown, ".html": _page, ".htm": _page, ".txt": _text, ".pdf": _pdf}


def _lines(file: IO[bytes]) -> Iterator[Finding]:
    number = 0
    while line := file.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST:
            yield Fault(number, TOO_LARGE)
            while line and not line.endswith(b"\n"):
                line = file.readline(LARGEST + 1)
            continue
        try:
            text = decode(line)
            if text.strip():
                yield _line(text, number)
        except ValueError as error:
            yield Fault(number, str(error))


def _line(text: str, number: int) -> Finding:
    try:
        fields = json.loads(text)
    except ValueError as error:
        return Fault(number, f"not JSON: {error}")
    if not isinstance(fields, dict):
        return Fault(number, "not a JSON object")
    return document(fields, fields.get("id", number))
