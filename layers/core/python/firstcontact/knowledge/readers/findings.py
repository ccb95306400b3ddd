"""What reading finds: documents, and faults and notes about those that could not be read, or only in part."""

import re
from typing import Any, NamedTuple

from pydantic import ValidationError

from firstcontact.knowledge.records import MAX_ID_CHARS, Document
from firstcontact.text import transcripts
from firstcontact.validation import invalid_from

EMPTY = "it is empty: it contains no text"
ACCESS = ("audience", "tenant")  # the fields that say who may read a document
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIELDS = Document.model_fields.keys() - {"source"}  # always the file's name, whatever the document says
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")


class Fault(NamedTuple):
    """A document that could not be read: its id or its line number, and why."""

    id: object
    error: str


class Unclear(Fault):
    """A fault of a document that may be restricted to some readers."""

    __slots__ = ()


class Note(NamedTuple):
    """Something worth knowing about a document that was read or deliberately left out."""

    id: object
    note: str


Finding = Document | Fault | Note


def document(given: dict[str, Any], name: object) -> Document | Fault:
    """Build a document from its fields, ignoring unknown ones; ``name`` identifies it in a fault."""
    known = {key: value for key, value in given.items() if key in _FIELDS and value is not None}
    fault = Fault if known.get("audience", "public") == "public" else Unclear
    if odd := next((key for key in given if key.lower() in ACCESS and key not in ACCESS), None):
        return Unclear(name, f"{odd}: write {odd.lower()} instead")
    if isinstance(known.get("id"), int):
        known["id"] = str(known["id"])
    text = known.get("text")
    if not isinstance(text, str):
        return fault(name, "text: a text is required")
    if not text.strip():
        return fault(name, EMPTY)
    if broken := next((key for key, value in known.items() if not _is_unicode(value)), None):
        return fault(name, f"{broken}: not valid Unicode")
    known["text"] = text.strip()
    known["language"] = language_of(known.get("language"))
    known.setdefault("kind", "ticket" if transcripts.has_agent(text) else "article")
    try:
        return Document.model_validate(known)
    except ValidationError as error:
        unclear = any(place in ACCESS for one in error.errors() for place in one["loc"][:1])
        return (Unclear if unclear else fault)(name, invalid_from(error).detail)


def named(given: object, place: object) -> object:
    """How to refer to a document: by the id it gives, or by its place if that id cannot be shown."""
    shown = isinstance(given, int | str) and 0 < len(str(given)) <= MAX_ID_CHARS and _is_unicode(given)
    return given if shown else place


def language_of(locale: object) -> str:
    """The language of a locale such as ``de-AT``; "" if it names none."""
    found = _LANGUAGE.match(locale.strip()) if isinstance(locale, str) else None
    return found[1].lower() if found else ""


def _is_unicode(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return not any(isinstance(text, str) and _SURROGATE.search(text) for text in texts)
