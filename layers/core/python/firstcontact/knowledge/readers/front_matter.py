"""Reads the fields at the start of a Markdown file, between two lines of three dashes.

A simple subset of YAML is supported: ``key: value``, lists, and text over several lines. Fields that a document does
not have are ignored, whatever they hold. A block that does not consist of fields is text, not front matter.
"""

import re
import textwrap
from typing import Any

from firstcontact.knowledge.readers.findings import ACCESS
from firstcontact.knowledge.records import Document

_FRONT = re.compile(r"\A\s*---[^\S\n]*(?:#[^\n]*)?\n(.*?)\n[^\S\n]*(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_OPENING = 2000  # characters after the first dashes that are searched for access fields if the end is missing
_FIELD = re.compile(r"""(["']?)(\w[\w.-]*(?: \w[\w.-]*){0,2})\1\s*:(?!//)\s*+(.*)""")
_BLOCK = re.compile(r"([|>])([-+\d]*)")
_READ = Document.model_fields.keys() - {"text"}
# The fields that say who may read a document. If one is present but cannot be parsed, the document is not read.
_ACCESS = re.compile(rf"""^(?:[^\S\n]|{{)*+["']?({"|".join(ACCESS)})["']?\s*[:=]""", re.MULTILINE | re.IGNORECASE)


class UnclearAccess(ValueError):
    """Fields say who may read a document, but in a form that is not supported."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """The fields and the rest; a text that begins with a line of dashes for another reason is left unchanged.

    ``ValueError`` for a field in a form that is not supported; ``UnclearAccess`` if there are access fields too.
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
            f"its front matter has {min(unread)} in a form that is not supported: write only fields, one per line"
        )


def _entries(lines: list[str]) -> dict[str, list[str]]:
    """The lines of each field, starting with what follows its colon; empty if a line belongs to no field."""
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
    raise ValueError(f"{key}: this notation is not supported: write it on one line")


def _listed(value: str) -> str | list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_bare(part) for part in value.strip("[]").split(",") if part.strip()]
    return _bare(value)


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
