"""Reads documents from files: Markdown with front matter, HTML, plain text, and JSON Lines with one on each line.

A document's id is the one its front matter or its line gives, else the file's name without its ending.
"""

import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from pydantic import ValidationError

from firstcontact import solved
from firstcontact.errors import Invalid
from firstcontact.markup import read_html
from firstcontact.model.knowledge import Document

READABLE = (".md", ".html", ".htm", ".txt", ".jsonl")
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FIRST_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


class Fault(NamedTuple):
    """A document that could not be read: its id, or its line's number, and why."""

    id: object
    error: str


def check(name: str) -> None:
    """``Invalid`` for a kind of file that is not read."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        kind = "PDF files cannot be read yet" if suffix == ".pdf" else "this kind of file is not read"
        raise Invalid(f"{path.name}: {kind}", code="unreadable_file", remedy=f"Bring one of {', '.join(READABLE)}.")


def read(name: str, content: bytes) -> Iterator[Document | Fault]:
    """The documents in a file; ``Invalid`` for a kind of file that is not read."""
    check(name)
    path = PurePath(name)
    suffix = path.suffix.lower()
    # A byte-order mark is no text.
    text = content.decode("utf-8-sig", errors="replace")
    if suffix == ".jsonl":
        yield from _lines(text)
        return
    fields: dict[str, Any] = {"id": path.with_suffix("").as_posix()}
    if suffix == ".md":
        front, text = _front_matter(text)
        heading = _FIRST_HEADING.search(text)
        fields |= {"title": heading[1].strip() if heading else path.stem, **front}
    elif suffix in (".html", ".htm"):
        title, text = read_html(text)
        fields["title"] = title or path.stem
    else:
        fields["title"] = path.stem
    yield _document({**fields, "text": text.strip()}, fields["id"])


def _lines(text: str) -> Iterator[Document | Fault]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError as error:
            yield Fault(number, f"not JSON: {error}")
            continue
        if isinstance(fields, dict):
            yield _document(fields, fields.get("id", number))
        else:
            yield Fault(number, "not a JSON object")


def _document(given: dict[str, Any], name: object) -> Document | Fault:
    known = {key: value for key, value in given.items() if key in Document.model_fields and value is not None}
    if isinstance(known.get("id"), int):
        known["id"] = str(known["id"])
    if isinstance(known.get("text"), str):
        known.setdefault("kind", "ticket" if solved.has_agent(known["text"]) else "article")
    try:
        known["text"] = known["text"].strip()
        return Document.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        return Fault(name, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    except (KeyError, AttributeError):
        return Fault(name, "text: a text is required")


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Plain ``key: value`` lines and one-line lists; anything richer is left as it is written."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    fields: dict[str, Any] = {}
    for line in found[1].splitlines():
        key, colon, value = line.partition(":")
        value = value.strip()
        if colon and value and not line.startswith((" ", "#", "-")):
            listed = value.startswith("[") and value.endswith("]")
            parts = [_bare(part) for part in value.strip("[]").split(",") if part.strip()]
            fields[key.strip()] = parts if listed else _bare(value)
    return fields, text[found.end() :]


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
