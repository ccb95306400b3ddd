"""Logs, metrics and the meter: what a function says of itself. None of it ever carries a customer's text."""

import traceback
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from firstcontact.costs.records import Quantity

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics

NAMESPACE = "FirstContact"


@cache
def logger() -> "Logger":
    """The structured logger; ``correlation_id`` is the case id."""
    from aws_lambda_powertools import Logger

    return Logger(service="first-contact", log_uncaught_exceptions=False)


@cache
def metrics() -> "Metrics":
    """Metrics in CloudWatch's embedded format; dimensions stay of few values."""
    from aws_lambda_powertools import Metrics

    return Metrics(namespace=NAMESPACE, service="first-contact")


def where(error: BaseException) -> list[str]:
    """The calls that led to an error, innermost last; without its words, which may be a customer's."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


class Meter:
    """Counts what one invocation uses, by billed item and variant."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, str], Decimal] = {}
        self.case_id: str | None = None

    def concerns(self, case_id: str) -> None:
        """Name the case that this invocation works on: in its cost event and in every log line."""
        self.case_id = case_id
        logger().append_keys(correlation_id=case_id)

    def add(self, item: str, amount: int | Decimal, variant: str = "") -> None:
        """Count so many more units."""
        self._amounts[item, variant] = self._amounts.get((item, variant), Decimal(0)) + Decimal(amount)

    def drain(self) -> list[Quantity]:
        """Everything counted since the last drain; the meter starts again at nothing, for no case."""
        counted, self._amounts, self.case_id = self._amounts, {}, None
        logger().remove_keys(["correlation_id"])
        return [Quantity(item=item, variant=variant, amount=amount) for (item, variant), amount in counted.items()]
