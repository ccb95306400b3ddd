"""What an invocation used, and what that cost."""

from decimal import Decimal

from firstcontact.record import Instant, Record


class Quantity(Record):
    """A number of units of one billed item; ``item`` is an entry of the price book (``bedrock.input_tokens``).

    ``variant`` distinguishes variants with different prices, such as the model of a token.
    """

    item: str
    amount: Decimal
    variant: str = ""


class CostLine(Record):
    """A quantity with its cost. ``cost`` is None if the price book has no price: unknown, not zero."""

    item: str
    amount: Decimal
    variant: str = ""
    cost: Decimal | None = None


class CostEvent(Record):
    """The cost of one invocation, written once and never changed. ``total`` is None if any line is unknown."""

    event_id: str
    function: str
    at: Instant
    duration_ms: Decimal
    init_ms: Decimal
    lines: tuple[CostLine, ...]
    price_book: str
    currency: str
    case_id: str | None = None
    failed: bool = False

    @property
    def total(self) -> Decimal | None:
        """The sum of all lines, or None if one of them has no known price."""
        costs = [line.cost for line in self.lines]
        known = [cost for cost in costs if cost is not None]
        return sum(known, Decimal(0)) if len(known) == len(costs) else None
