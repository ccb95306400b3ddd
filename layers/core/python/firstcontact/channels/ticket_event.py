"""The event that the help desk's trigger webhook sends for a comment, read as leniently as is safe.

Admins edit the trigger's body, and customers' text can break its JSON, so nothing about an event is certain. Reading
never fails: what could not be read is named in ``problem``, and then a person must read the event.
"""

import re
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json, to_json

from firstcontact.record import Instant, Record

CUSTOMER, STAFF = "end-user", frozenset({"agent", "admin"})
MAX_QUESTION_BYTES = 65_536  # as JSON; a case stores its question and a guarded copy, and DynamoDB takes 400 KB
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
_REPLACEMENT = "\ufffd"  # stands for characters that were decoded with a wrong encoding
_MAX_ID_BITS = 200


class TicketEvent(Record):
    """A public comment on a ticket; a field that could not be read is empty.

    ``text`` is the comment, or the whole event if the comment or one of the ids is not known. ``problem`` says what
    could not be read, without private data; it is empty if a case can be answered from ``text``.
    """

    ticket_id: str = ""
    comment_id: str = ""
    author_id: str = ""
    author_role: str = ""
    text: str
    tags: tuple[str, ...] = ()
    updated_at: Instant | None = None
    problem: str = ""


def read_event(body: bytes) -> TicketEvent:
    """Read an event from its raw body."""
    raw = body.decode("utf-8-sig", "replace")
    try:
        fields = from_json(raw)
    except ValueError:
        return TicketEvent(text=_shown(raw), problem="it is not JSON")
    if not isinstance(fields, dict):
        return TicketEvent(text=_shown(raw), problem="it is not a JSON object")
    found = {name: _id(fields.get(name)) for name in ("ticket_id", "comment_id", "author_id")}
    role, comment = _role(fields.get("author_role")), _text(fields.get("comment"))
    problem = _unnamed(found) or _unclear(role, comment, fields.get("comment"))
    return TicketEvent(
        **found,
        author_role=role,
        text=_shown(comment if comment.strip() and not _unnamed(found) else raw),
        tags=_tags(fields.get("tags")),
        updated_at=_moment(fields.get("updated_at")),
        problem=problem,
    )


def shorten(text: str) -> str:
    """The text, or as much of its beginning as fits into ``MAX_QUESTION_BYTES`` of JSON."""
    while (size := len(to_json(text))) > MAX_QUESTION_BYTES:
        text = text[: len(text) * MAX_QUESTION_BYTES // size]
    return text


def _unnamed(found: dict[str, str]) -> str:
    """Which id is missing, if one is. A comment without an id cannot be told from what the poller finds."""
    missing = [name.removesuffix("_id") for name in ("ticket_id", "author_id", "comment_id") if not found[name]]
    return f"it names no {missing[0]}" if missing else ""


def _unclear(role: str, comment: str, given: Any) -> str:
    """What keeps a comment from being answered without a person; the first reason found."""
    if role != CUSTOMER and role not in STAFF:
        return "the author's role is unknown"
    if not comment.strip():
        return "the comment is empty" if given is None or isinstance(given, str) else "the comment is not text"
    if _REPLACEMENT in comment:
        return "part of the comment was lost to a wrong encoding"
    return "" if shorten(comment) == comment else "the comment is too long, and only its beginning is shown"


def _shown(text: str) -> str:
    return shorten(text) if text.strip() else "(the event is empty)"


def _text(value: Any) -> str:
    """A string or a number as text; "" for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain_number = isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= _MAX_ID_BITS
    return str(value) if plain_number else ""


def _id(value: Any) -> str:
    """An id; "" if it could not be one of the help desk's."""
    text = _text(value).strip()
    return text if _ID.fullmatch(text) else ""


def _role(value: Any) -> str:
    return re.sub(r"[\s_]+", "-", value.strip().lower()) if isinstance(value, str) and len(value) < 64 else ""


def _tags(value: Any) -> tuple[str, ...]:
    """``{{ticket.tags}}`` is words separated by spaces; a list is taken, too."""
    if isinstance(value, list):
        return tuple(filter(None, map(_text, value)))
    return tuple(_text(value).split())


def _moment(value: Any) -> datetime | None:
    """An ISO 8601 time in UTC; None for other formats, such as the date in words of ``{{ticket.updated_at}}``."""
    try:
        moment = datetime.fromisoformat(_text(value).strip())
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
