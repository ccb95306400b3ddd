"""Logs, metrics and usage metering of a function. None of them ever contains customer text."""

import traceback
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from firstcontact.costs.records import Quantity

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics

NAMESPACE, SERVICE = "FirstContact", "first-contact"
COST_EVENTS_LOST, UNPRICED = "CostEventsLost", "UnpricedInvocations"  # metrics


@cache
def logger() -> "Logger":
    """The structured logger; ``correlation_id`` is the case id."""
    from aws_lambda_powertools import Logger

    return Logger(service=SERVICE, log_uncaught_exceptions=False)


@cache
def metrics() -> "Metrics":
    """Metrics in CloudWatch's embedded metric format; use only dimensions with few distinct values."""
    from aws_lambda_powertools import Metrics

    return Metrics(namespace=NAMESPACE, service=SERVICE)


def where(error: BaseException) -> list[str]:
    """The last 8 calls that led to an error, innermost last; without its message, which may contain customer text."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


class Meter:
    """Implements ``Metering``: counts what one invocation uses, by billed item and variant."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, str], Decimal] = {}
        self.case_id: str | None = None

    def concerns(self, case_id: str) -> None:
        """Set the case that this invocation works on, for its cost event and every log line."""
        self.case_id = case_id
        logger().append_keys(correlation_id=case_id)

    def add(self, item: str, amount: int | Decimal, variant: str = "") -> None:
        """Add units of a billed item."""
        self._amounts[item, variant] = self._amounts.get((item, variant), Decimal(0)) + Decimal(amount)

    def drain(self) -> list[Quantity]:
        """Return everything counted since the last drain; resets the amounts and the case id."""
        counted, self._amounts, self.case_id = self._amounts, {}, None
        logger().remove_keys(["correlation_id"])
        return [Quantity(item=item, variant=variant, amount=amount) for (item, variant), amount in counted.items()]
