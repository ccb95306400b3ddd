"""The fields at the head of a Markdown file, between two lines of three dashes.

Read is what is plain in YAML: ``key: value``, lists, and a text over several lines. Fields that are none of a
document's are left out, whatever they hold. What is not written as fields is no front matter but text.
"""

import re
import textwrap
from typing import Any

from firstcontact.knowledge.readers.findings import ACCESS
from firstcontact.knowledge.records import Document

_FRONT = re.compile(r"\A\s*---[^\S\n]*(?:#[^\n]*)?\n(.*?)\n[^\S\n]*(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_OPENING = 2000  # characters of a text that begins with dashes in which fields may be meant, if the end is missing
_FIELD = re.compile(r"""(["']?)(\w[\w.-]*(?: \w[\w.-]*){0,2})\1\s*:(?!//)\s*(.*)""")
_BLOCK = re.compile(r"([|>])([-+\d]*)")
_READ = Document.model_fields.keys() - {"text"}
# Who may read a document: where this stands it is read, or the document is not.
_ACCESS = re.compile(rf"""^[\s{{]*["']?({"|".join(ACCESS)})["']?\s*[:=]""", re.MULTILINE | re.IGNORECASE)


class UnclearAccess(ValueError):
    """Fields say who may read a document, but not in a way that is read."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """The fields and the rest; a text that begins with a line of dashes for another reason is left as written.

    ``ValueError`` for a field that is not written in a way that is read, ``UnclearAccess`` for one of access.
    """
    found = _FRONT.match(text)
    if found is None:
        if text.lstrip().startswith("---"):
            _must_be_read(text[:_OPENING], {})
        return {}, text
    block = textwrap.dedent(found[1])
    entries = _entries(block.splitlines())
    try:
        values = {key: _value(key, *lines) for key, lines in entries.items() if key in _READ}
    except ValueError as error:
        raise (UnclearAccess(str(error)) if _ACCESS.search(block) else error) from error
    said = {key: value for key, value in values.items() if value is not None}
    _must_be_read(block, said)
    return (said, text[found.end() :]) if values else ({}, text)


def _must_be_read(block: str, said: dict[str, Any]) -> None:
    if unread := set(_ACCESS.findall(block)) - said.keys():
        raise UnclearAccess(
            f"its front matter has {min(unread)}, but not as it is read: write fields alone, one on a line"
        )


def _entries(lines: list[str]) -> dict[str, list[str]]:
    """The lines of each field, from what stands behind its colon; nothing where a line belongs to none."""
    entries = dict[str, list[str]]()
    of_field = list[str]()
    for line in lines:
        if field := _FIELD.fullmatch(line.rstrip()):
            of_field = entries[field[2]] = [field[3]]
        elif of_field and (not line.strip() or line[0] in " \t" or (line[0] == "-" and not of_field[0])):
            of_field.append(line)
        elif line.strip() and line[0] != "#":
            return {}
    return entries


def _value(key: str, first: str, *following: str) -> str | list[str] | None:
    lines = [line.strip() for line in following if line.strip()]
    block = _BLOCK.fullmatch(first)
    if block and block[2] in ("", "-", "+"):
        text = textwrap.dedent("\n".join(following)).strip()
        return text if block[1] == "|" else re.sub(r"\n(\n*)", lambda ends: ends[1] or " ", text)
    if first and not block:
        return _listed(" ".join([first, *lines]))
    if not first and all(f"{line} ".startswith("- ") for line in lines):
        return [_bare(line[1:]) for line in lines] or None
    raise ValueError(f"{key}: it is not read as it is written: write it on one line")


def _listed(value: str) -> str | list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_bare(part) for part in value.strip("[]").split(",") if part.strip()]
    return _bare(value)


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
