"""What costs need from outside: a meter and a ledger."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from firstcontact.costs.records import CostEvent


class Metering(Protocol):
    """Counts what an invocation uses; finance prices it afterwards."""

    def add(self, item: str, amount: int | Decimal, variant: str = "") -> None:
        """Add units of a billed item."""


class CostLedger(Protocol):
    """Stores immutable cost events."""

    def put(self, event: CostEvent) -> None:
        """Add an event; an existing event with the same id stays unchanged."""

    def all(self) -> Iterator[CostEvent]: ...
