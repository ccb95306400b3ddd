"""The incremental export: tickets in the order of their latest change, with a cursor.

Unlike Zendesk, it includes changes of the most recent minute, so that nobody has to wait for them.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from infra.local.sandbox.state import Record, State
from infra.local.sandbox.vendor_error import VendorError

MAX_PAGE = 1000
NEWEST_START = timedelta(minutes=1)


class Changes:
    """Numbers the changes of tickets; of each ticket, only the latest counts."""

    def __init__(self, state: State) -> None:
        self._state = state

    def note(self, ticket_id: str) -> None:
        """Record that a ticket was changed just now."""
        number = self._state.next_number("ticket_change", 1)
        change = {"ticket_id": ticket_id, "number": number, "at": datetime.now(UTC).timestamp()}
        self._state.put("ticket_change", ticket_id, change)

    def page(self, query: Mapping[str, str]) -> Record:
        """The answer to a request for changes after a cursor, or since a start time."""
        size = min(int(query.get("per_page", MAX_PAGE)), MAX_PAGE)
        changes = sorted(self._state.find("ticket_change"), key=lambda change: int(change["number"]))
        if "cursor" in query:
            after = _decoded(query["cursor"])
            found = [change for change in changes if change["number"] > after]
        else:
            since = _start(query)
            found = [change for change in changes if change["at"] >= since]
            after = found[0]["number"] - 1 if found else (changes[-1]["number"] if changes else 0)
        shown = found[:size]
        last = shown[-1]["number"] if shown else after
        return {
            "tickets": [self._state.get("ticket", change["ticket_id"]) for change in shown],
            "after_cursor": base64.b64encode(str(last).encode()).decode(),
            "before_cursor": None,
            "end_of_stream": len(found) <= size,
        }


def _decoded(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError) as error:
        raise VendorError(422, "InvalidValue", "The cursor is not valid") from error


def _start(query: Mapping[str, str]) -> float:
    if not query.get("start_time", "").isdigit():
        raise VendorError(400, "InvalidValue", "start_time is required without a cursor")
    start = float(query["start_time"])
    if start > (datetime.now(UTC) - NEWEST_START).timestamp():
        raise VendorError(422, "StartTimeTooRecent", "Too recent start_time. Use a start_time older than 1 minute")
    return start
