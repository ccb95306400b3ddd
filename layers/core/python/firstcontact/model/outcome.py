"""How cases ended, one by one and added up."""

from decimal import Decimal
from enum import StrEnum

from firstcontact.model.case import Channel
from firstcontact.model.fact import Instant, Record


class Ending(StrEnum):
    """How a case ended."""

    ANSWERED = "answered"
    ACTED = "acted"
    ANSWERED_BY_PERSON = "answered_by_person"
    REFUSED = "refused"
    FAILED = "failed"
    WAITING = "waiting"


class Outcome(Record):
    """The end of one case (or that it still waits), kept for the report."""

    case_id: str
    channel: Channel
    ending: Ending
    at: Instant
    intent: str | None = None
    seconds: Decimal = Decimal(0)


class Report(Record):
    """Resolution over all cases. Rates are shares of ``cases`` in [0, 1]; unknown costs make a total None."""

    cases: int
    by_ending: dict[Ending, int]
    by_channel: dict[Channel, int]
    resolved_without_person: int
    resolution_rate: Decimal
    total_cost: Decimal | None
    cost_per_resolution: Decimal | None
    unpriced_events: int
    currency: str


class CostSummary(Record):
    """Costs over all invocations, added up by function and by billed item."""

    events: int
    total: Decimal | None
    unpriced_events: int
    by_function: dict[str, Decimal]
    by_item: dict[str, Decimal]
    by_case: dict[str, Decimal]
    currency: str
    price_books: tuple[str, ...]
