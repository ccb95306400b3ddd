"""Prices an invocation: metered quantities times the unit prices of a dated price book, in exact decimals.

If the book has no price for a line, the line's cost and the event's total are unknown, never zero.
"""

import tomllib
from collections.abc import Iterable
from decimal import ROUND_UP, Decimal

from pydantic import Field

from firstcontact.costs.records import CostEvent, CostLine, Quantity
from firstcontact.record import Record

MILLISECOND = Decimal("0.001")


class Price(Record):
    """The price of one unit; ``variants`` has prices that depend on the variant, such as the model of a token."""

    price: Decimal | None = None
    variants: dict[str, Decimal] = Field(default_factory=dict)
    source: str = ""
    verified: bool = True


class PriceBook(Record):
    """Unit prices as they stood on a date, in one region and currency."""

    version: str
    region: str
    currency: str
    items: dict[str, Price]

    @classmethod
    def parse(cls, text: str) -> "PriceBook":
        """Read a price book from TOML."""
        return cls.model_validate(tomllib.loads(text))

    def price(self, quantity: Quantity) -> CostLine:
        """The quantity with its cost, which is None if no price is known."""
        entry = self.items.get(quantity.item, Price())
        unit = entry.variants.get(quantity.variant, entry.price) if quantity.variant else entry.price
        cost = None if unit is None else unit * quantity.amount
        return CostLine(item=quantity.item, variant=quantity.variant, amount=quantity.amount, cost=cost)


def lambda_usage(duration_ms: Decimal, init_ms: Decimal, memory_mb: int) -> list[Quantity]:
    """What Lambda itself bills: one request, and GB-seconds with each duration rounded up to 1 ms."""
    billed = duration_ms.to_integral_value(ROUND_UP) + init_ms.to_integral_value(ROUND_UP)
    gigabyte_seconds = billed * MILLISECOND * memory_mb / 1024
    return [
        Quantity(item="lambda.requests", amount=Decimal(1)),
        Quantity(item="lambda.gb_seconds", amount=gigabyte_seconds),
    ]


def price_lines(quantities: Iterable[Quantity], book: PriceBook) -> tuple[CostLine, ...]:
    """Price every quantity, in order."""
    return tuple(book.price(quantity) for quantity in quantities)


def total_cost(events: Iterable[CostEvent]) -> tuple[Decimal, int]:
    """The sum of all known lines, and the number of events with an unknown one."""
    known, unpriced = Decimal(0), 0
    for event in events:
        known += sum((line.cost for line in event.lines if line.cost is not None), Decimal(0))
        unpriced += event.total is None
    return known, unpriced
