"""One invocation of a function: its services, its log lines and its cost event."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Protocol

from firstcontact.costs.price_book import lambda_usage, price_lines
from firstcontact.costs.records import CostEvent
from firstcontact.errors import FirstContactError
from firstcontact.record import new_id, now
from firstcontact.services import Services, deployed
from firstcontact.telemetry import COST_EVENTS_LOST, UNPRICED, logger, metrics

Event = dict[str, Any]
RESERVE = 3.0  # seconds kept back to store a result and to answer, or to hand the case over
_first_invocation = True


class Handler(Protocol):
    """A Lambda handler: Lambda calls it with two arguments, tests with three."""

    def __call__(self, event: Event, context: Any, services: Services | None = None) -> Any: ...


@contextmanager
def invocation(services: Services | None, kind: str, context: Any) -> Iterator[Services]:
    """Provide the services of one invocation, log its failure, and record its duration and cost at the end.

    Its budget is what Lambda's ``context`` has left, less the time to store a result and to answer. Without a
    context, such as in a test, there is no limit.
    """
    services = services or deployed()
    services.budget.start(_seconds_for_work(context))
    started, failed = time.perf_counter(), True
    try:
        yield services
        failed = False
    except FirstContactError as error:
        logger().warning("refused" if error.status < 500 else "failed", extra={"code": error.code, "kind": kind})
        raise
    finally:
        _account(services, Decimal(str(round((time.perf_counter() - started) * 1000, 3))), kind, failed=failed)


def _seconds_for_work(context: Any) -> float:
    left = math.inf if context is None else context.get_remaining_time_in_millis() / 1000
    return max(left - RESERVE, left / 2)  # half of it if there is less than twice the reserve


def _account(services: Services, duration_ms: Decimal, kind: str, *, failed: bool) -> None:
    """Price the invocation and store its cost event. If the ledger fails, only the event is lost, never the reply."""
    settings, init_ms, case_id = services.settings, _init_ms(), services.meter.case_id
    quantities = lambda_usage(duration_ms, init_ms, settings.aws_lambda_function_memory_size)
    event = CostEvent(
        event_id=new_id("cost"),
        function=settings.aws_lambda_function_name,
        case_id=case_id,
        at=now(),
        duration_ms=duration_ms,
        init_ms=init_ms,
        lines=price_lines([*quantities, *services.meter.drain()], services.price_book),
        price_book=services.price_book.version,
        currency=services.price_book.currency,
        failed=failed,
    )
    said = {"kind": kind, "duration_ms": float(duration_ms), "failed": failed, "case_id": case_id}
    logger().info("invocation", extra=said)
    try:
        services.costs.put(event)
    except FirstContactError as error:
        logger().error("cost event lost", extra={"event_id": event.event_id, "code": error.code})
        _measure(COST_EVENTS_LOST)
    if event.total is None:
        _measure(UNPRICED)


def _measure(name: str) -> None:
    metrics().add_metric(name=name, unit="Count", value=1)
    metrics().flush_metrics()


def _init_ms() -> Decimal:
    """CPU milliseconds before a process's first invocation, the closest estimate of the billed INIT; 0 afterwards."""
    global _first_invocation
    if not _first_invocation:
        return Decimal(0)
    _first_invocation = False
    return Decimal(str(round(time.process_time() * 1000, 3)))
