"""Summaries of outcomes and costs."""

from decimal import Decimal

from firstcontact.cases.case import Channel
from firstcontact.cases.outcome import Ending
from firstcontact.record import Record


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
