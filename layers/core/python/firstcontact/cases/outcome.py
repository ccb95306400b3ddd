"""The outcome of a case."""

from decimal import Decimal
from enum import StrEnum

from firstcontact.cases.case import Channel
from firstcontact.record import Instant, Record


class Ending(StrEnum):
    """How a case ended."""

    ANSWERED = "answered"
    ACTED = "acted"
    ANSWERED_BY_PERSON = "answered_by_person"
    ASKED = "asked"
    REFUSED = "refused"
    FAILED = "failed"
    WAITING = "waiting"


class Outcome(Record):
    """The ending of one case, or that it is still waiting; kept for the report."""

    case_id: str
    channel: Channel
    ending: Ending
    at: Instant
    intent: str | None = None
    seconds: Decimal = Decimal(0)
