"""Zendesk tickets.

Each comment has its case id in its metadata. Before writing, and after a lost response, the ticket is searched for
that comment, so that repeated calls for a case add it only once.
"""

import base64
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from firstcontact.connectors.http import Access, Vendor, segment
from firstcontact.connectors.zendesk import export
from firstcontact.errors import Unavailable, Unknown
from firstcontact.record import Instant
from firstcontact.systems.help_desk import TicketComment, TicketPage


class ZendeskTicketing:
    """Implements ``Ticketing``."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._zendesk = Vendor("the help desk", access, _sign_in)
        self._own_id = ""

    def reply(self, ticket_id: str, text: str, *, case_id: str) -> None:
        self._comment(ticket_id, text, case_id, public=True)

    def note(self, ticket_id: str, text: str, *, case_id: str) -> None:
        self._comment(ticket_id, text, case_id, public=False)

    def own_author_id(self) -> str:
        if not self._own_id:
            told = self._zendesk.read("/api/v2/users/me.json")
            try:
                self._own_id = str(told["user"]["id"])
            except (KeyError, TypeError) as error:
                raise Unavailable("the help desk's answer cannot be read") from error
        return self._own_id

    @property
    def can_poll(self) -> bool:
        return bool(self._access.fields().get("email"))  # a secret that was never filled names no account

    def changed_tickets(self, cursor: str, since: Instant) -> TicketPage:
        return export.changed_tickets(self._zendesk, cursor, since)

    def comments(self, ticket_id: str, since: Instant) -> tuple[TicketComment, ...]:
        return export.comments_since(self._zendesk, ticket_id, since)

    def _comment(self, ticket_id: str, text: str, case_id: str, *, public: bool) -> None:
        path = f"/api/v2/tickets/{segment(ticket_id)}"
        if self._holds(path, case_id, public):
            return
        comment = {"html_body": _literal(text), "public": public}
        body = json.dumps({"ticket": {"comment": comment, "metadata": {"case_id": case_id}}}).encode()
        try:
            self._zendesk.write("PUT", f"{path}.json", body, {"Content-Type": "application/json"})
        except Unknown:
            if not self._holds(path, case_id, public):
                raise

    def _holds(self, path: str, case_id: str, public: bool) -> bool:
        told = self._zendesk.read(f"{path}/comments.json", {"sort_order": "desc", "per_page": 100})
        try:
            return any(_case(comment) == case_id and comment["public"] is public for comment in told["comments"])
        except (KeyError, TypeError, AttributeError) as error:
            raise Unavailable("the help desk's answer cannot be read") from error


def _case(comment: Mapping[str, Any]) -> object:
    return ((comment.get("metadata") or {}).get("custom") or {}).get("case_id")


def _literal(text: str) -> str:
    """The text as HTML that shows it unchanged: Zendesk would render Markdown and expand placeholders in braces."""
    without_placeholders = text.replace("{{", "{ {").replace("{%", "{ %")
    return "<p>" + escape(without_placeholders).replace("\n", "<br>") + "</p>"


def _sign_in(fields: Mapping[str, str]) -> str:
    account = f"{fields.get('email', '')}/token:{fields.get('token', '')}"
    return "Basic " + base64.b64encode(account.encode()).decode()
