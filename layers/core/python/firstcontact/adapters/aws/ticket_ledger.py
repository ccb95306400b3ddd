"""The cases of comments, and how far the help desk has been polled, in DynamoDB."""

import time

from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.channels.ports import CommentCase, PollingState

KEEP = 90 * 24 * 3600  # seconds; longer than a comment stays pending or is polled for
POLLED = "polled#help_desk"


class DynamoTicketLedger:
    """Implements ``TicketLedger``; a conditional write decides between concurrent callers."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def case_of(self, key: str) -> CommentCase | None:
        item = self._table.get({"pk": f"comment#{key}"})
        return CommentCase.model_validate_json(item["fact"]) if item else None

    def bind(self, key: str, wanted: CommentCase) -> CommentCase:
        bound: CommentCase | None = None
        while not self._write(key, wanted, bound):
            found = self.case_of(key)
            if found and not _is_newer(wanted, found):
                return found
            # Bound by another caller, and our event is newer: keep their case with our time.
            bound, wanted = found, wanted.model_copy(update={"case_id": found.case_id}) if found else wanted
        return wanted

    def _write(self, key: str, wanted: CommentCase, bound: CommentCase | None) -> bool:
        """Write the binding if it is still as it was read."""
        fact = wanted.model_dump_json()
        item: dict[str, str | int] = {"pk": f"comment#{key}", "fact": fact, "expires_at": int(time.time()) + KEEP}
        if bound is None:
            return self._table.put(item, condition="attribute_not_exists(pk)")
        return self._table.put(item, condition="fact = :read", values={":read": bound.model_dump_json()})

    def polled(self) -> PollingState | None:
        item = self._table.get({"pk": POLLED})
        return PollingState.model_validate_json(item["fact"]) if item else None

    def advance(self, state: PollingState) -> PollingState:
        written = state.model_copy(update={"version": state.version + 1})
        self._table.put_version({"pk": POLLED, "fact": written.model_dump_json()}, state.version)
        return written


def _is_newer(event: CommentCase, bound: CommentCase) -> bool:
    return event.updated_at is not None and (bound.updated_at is None or event.updated_at > bound.updated_at)
