"""Tickets and their comments, and how a comment changes its ticket."""

from datetime import UTC, datetime
from html import escape
from typing import Any

from infra.local.sandbox.state import Record, State
from infra.local.sandbox.vendor_error import VendorError
from infra.local.sandbox.zendesk.changes import Changes
from infra.local.sandbox.zendesk.markup import plain_text
from infra.local.sandbox.zendesk.people import People

FIRST_TICKET = 5001
FIRST_COMMENT = 700001
STATUSES = frozenset({"new", "open", "pending", "hold", "solved", "closed"})
_SETTABLE = ("subject", "priority", "external_id", "tags", "custom_fields", "type")


class Tickets:
    """Creates and updates tickets; a closed one cannot be updated."""

    def __init__(self, state: State, people: People, changes: Changes) -> None:
        self._state, self._people, self._changes = state, people, changes

    def get(self, ticket_id: str) -> Record:
        """The ticket; raises the vendor's error for an unknown one."""
        ticket = self._state.get("ticket", ticket_id)
        if ticket is None:
            raise VendorError(404, "RecordNotFound", "Not found")
        return ticket

    def comments(self, ticket_id: str) -> list[Record]:
        """The ticket's comments, oldest first."""
        return self._state.find("comment", ticket_id=self.get(ticket_id)["id"])

    def create(self, wanted: Record, caller: Record) -> tuple[Record, Record]:
        """Create a ticket with its first comment, written by the requester unless the caller names another author."""
        requester = self._people.requester(wanted["requester"]) if wanted.get("requester") else caller
        if wanted.get("requester_id"):
            requester = self._people.get(wanted["requester_id"])
        comment = _mapping(wanted.get("comment"), "comment")
        with self._state.transaction():
            number = self._state.next_number("ticket", FIRST_TICKET)
            ticket: Record = {
                "id": number, "subject": "", "status": "new", "priority": None, "type": None, "external_id": None,
                "tags": [], "custom_fields": [], "requester_id": requester["id"], "submitter_id": caller["id"],
                "created_at": _now(), "updated_at": _now(), "via": {"channel": "api"},
            }  # fmt: skip
            ticket |= _settable(wanted)
            ticket["description"] = _body(comment)
            self._state.put("ticket", str(number), ticket)
            self._changes.note(str(number))
            return ticket, self._comment(ticket, {"author_id": requester["id"]} | comment, wanted, caller)

    def update(self, ticket_id: str, wanted: Record, caller: Record) -> tuple[Record, Record | None]:
        """Update a ticket; returns it and the comment that was added, if any."""
        with self._state.transaction():
            ticket = self.get(ticket_id)
            if ticket["status"] == "closed":
                raise VendorError(422, "RecordInvalid", "Status: closed prevents ticket update")
            ticket |= _settable(wanted)
            ticket["tags"] = list(dict.fromkeys([*ticket["tags"], *wanted.get("additional_tags", [])]))
            comment = None
            if wanted.get("comment") is not None:
                comment = self._comment(ticket, _mapping(wanted["comment"], "comment"), wanted, caller)
                from_customer = self._people.get(comment["author_id"])["role"] == "end-user"
                if from_customer and ticket["status"] in ("pending", "solved", "hold"):
                    ticket["status"] = "open"
            ticket["status"] = _status(wanted.get("status"), ticket["status"])
            ticket["updated_at"] = _now()
            self._state.put("ticket", ticket_id, ticket)
            self._changes.note(ticket_id)
        return ticket, comment

    def _comment(self, ticket: Record, wanted: Record, change: Record, caller: Record) -> Record:
        author = self._people.get(wanted.get("author_id") or caller["id"])
        number = self._state.next_number("comment", FIRST_COMMENT)
        text = _body(wanted)
        comment: Record = {
            "id": number, "type": "Comment", "ticket_id": ticket["id"], "author_id": author["id"],
            "body": text, "plain_body": text, "html_body": wanted.get("html_body") or f"<p>{escape(text)}</p>",
            "public": bool(wanted.get("public", True)), "created_at": _now(), "via": {"channel": "api"},
            "attachments": [], "audit_id": number + 10_000_000,
            "metadata": {"system": {}, "custom": change.get("metadata") or {}},
        }  # fmt: skip
        return self._state.put("comment", str(number), comment)


def _body(comment: Record) -> str:
    text = comment.get("body") or plain_text(str(comment.get("html_body") or ""))
    if not str(text).strip():
        raise VendorError(422, "RecordInvalid", "Comment: body: cannot be blank")
    return str(text)


def _mapping(value: Any, name: str) -> Record:
    if not isinstance(value, dict):
        raise VendorError(422, "RecordInvalid", f"{name}: must be an object")
    return value


def _settable(wanted: Record) -> Record:
    return {name: wanted[name] for name in _SETTABLE if name in wanted}


def _status(wanted: str | None, now: str) -> str:
    if wanted is not None and wanted not in STATUSES:
        raise VendorError(422, "RecordInvalid", f"Status: {wanted} is not valid")
    return wanted or now


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
