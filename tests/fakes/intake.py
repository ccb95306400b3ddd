"""What arrived from the help desk, in memory."""

import hashlib
from datetime import datetime

from firstcontact.channels.ports import CommentCase, PollingState
from firstcontact.errors import Conflict, NotFound
from firstcontact.record import now


class FakeIntake:
    """Fills ``IntakeStore``; ``arrived`` has the times at which the pending bodies were stored."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.arrived: dict[str, datetime] = {}

    def keep(self, body: bytes) -> str:
        key = hashlib.sha256(body).hexdigest()
        self.bodies[key], self.arrived[key] = body, now()
        return key

    def read(self, key: str) -> bytes:
        if key not in self.bodies:
            raise NotFound("there is no such event, or it has expired", code="event_not_found")
        return self.bodies[key]

    def settle(self, key: str) -> None:
        self.arrived.pop(key, None)

    def pending(self, before: datetime, *, limit: int = 500) -> list[str]:
        return [key for key, at in sorted(self.arrived.items(), key=lambda item: item[1]) if at < before][:limit]


class FakeTicketLedger:
    """Fills ``TicketLedger``."""

    def __init__(self) -> None:
        self.bound: dict[str, CommentCase] = {}
        self.state: PollingState | None = None

    def case_of(self, key: str) -> CommentCase | None:
        return self.bound.get(key)

    def bind(self, key: str, wanted: CommentCase) -> CommentCase:
        known = self.bound.setdefault(key, wanted)
        if wanted.updated_at and (known.updated_at is None or wanted.updated_at > known.updated_at):
            self.bound[key] = wanted.model_copy(update={"case_id": known.case_id})
        return self.bound[key]

    def polled(self) -> PollingState | None:
        return self.state

    def advance(self, state: PollingState) -> PollingState:
        if state.version != (self.state.version if self.state else 0):
            raise Conflict("the record was changed by another request", code="changed_meanwhile")
        self.state = state.model_copy(update={"version": state.version + 1})
        return self.state
