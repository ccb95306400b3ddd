"""What the connector reads from Zendesk's incremental ticket export and from a ticket's comments.

The export needs an administrator's token, and leaves out the most recent minute.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from firstcontact.connectors.http import TOO_LARGE, Vendor, segment
from firstcontact.errors import Unavailable
from firstcontact.record import Instant
from firstcontact.systems.help_desk import ChangedTicket, TicketComment, TicketPage

TICKETS_PER_PAGE, COMMENTS_PER_PAGE = 50, 20
MARGIN = timedelta(seconds=61)  # Zendesk refuses a start time within the last minute


def changed_tickets(zendesk: Vendor, cursor: str, since: Instant) -> TicketPage:
    """A page of the export; deleted tickets are left out."""
    start = {"cursor": cursor} if cursor else {"start_time": int((since - MARGIN).timestamp())}
    found = _read(zendesk, "/api/v2/incremental/tickets/cursor.json", start, "per_page", TICKETS_PER_PAGE)
    try:
        tickets = tuple(
            ChangedTicket(
                ticket_id=str(ticket["id"]), tags=ticket.get("tags") or (), updated_at=ticket.get("updated_at") or ""
            )
            for ticket in found["tickets"]
            if ticket.get("status") != "deleted"
        )
        return TicketPage(
            tickets=tickets, cursor=found.get("after_cursor") or cursor, is_last=bool(found["end_of_stream"])
        )
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise Unavailable("the help desk's answer cannot be read") from error


def comments_since(zendesk: Vendor, ticket_id: str, since: Instant) -> tuple[TicketComment, ...]:
    """The public comments since this time, oldest first; read newest first, so that old ones cost no requests."""
    path = f"/api/v2/tickets/{segment(ticket_id)}/comments.json"
    newest: list[TicketComment] = []
    after: dict[str, str | int] = {}
    try:
        while True:
            query = {"sort": "-created_at", "include": "users", **after}
            found = _read(zendesk, path, query, "page[size]", COMMENTS_PER_PAGE)
            roles = {user["id"]: user.get("role") for user in found.get("users", ())}
            page = [(comment["public"], _comment(comment, roles)) for comment in found["comments"]]
            newest += [comment for public, comment in page if public and comment.created_at >= since]
            if not found["meta"]["has_more"] or (page and page[-1][1].created_at < since):
                return tuple(reversed(newest))
            after = {"page[after]": found["meta"]["after_cursor"]}
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise Unavailable("the help desk's answer cannot be read") from error


def _comment(comment: Mapping[str, Any], roles: Mapping[Any, str | None]) -> TicketComment:
    return TicketComment(
        comment_id=str(comment["id"]),
        author_id=str(comment["author_id"]),
        author_role=roles.get(comment["author_id"]) or "",
        # Half of a character pair is no Unicode text, but JSON can contain it.
        text=(comment.get("body") or "").encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        created_at=comment["created_at"],
    )


def _read(zendesk: Vendor, path: str, query: Mapping[str, str | int], size: str, limit: int) -> Any:
    """A page; if its answer is too large to be read, a page of one, which never is."""
    try:
        return zendesk.read(path, {**query, size: limit})
    except Unavailable as error:
        if error.code != TOO_LARGE:
            raise
        return zendesk.read(path, {**query, size: 1})
