"""The one door of every function: parse, run, meter, map errors.

``@task``, ``@queue``, ``@batch`` and ``http`` turn a rule into a Lambda handler of two arguments; tests pass a third,
the services. Every invocation, however it ends, leaves one log line and one cost event.
"""

import base64
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from firstcontact import costing, guard, problem
from firstcontact.errors import FirstContactError
from firstcontact.model.fact import new_id, now
from firstcontact.model.usage import CostEvent
from firstcontact.services import Services, deployed
from firstcontact.telemetry import logger, metrics

if TYPE_CHECKING:
    from firstcontact.api import Api

Event = dict[str, Any]
Request = TypeVar("Request", bound=BaseModel)
_first_invocation = True


class Handler(Protocol):
    """What Lambda calls with two arguments and a test with three."""

    def __call__(self, event: Event, context: Any, services: Services | None = None) -> Any: ...


def task(request: type[Request]) -> Callable[[Callable[[Request, Services], BaseModel]], Handler]:
    """A workflow's state: its input parsed, its output dumped; errors leave by their class for Retry and Catch."""

    def door(rule: Callable[[Request, Services], BaseModel]) -> Handler:
        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            with invocation(services, "task") as services:
                try:
                    parsed = request.model_validate(event)
                except ValidationError as error:
                    raise problem.invalid_from(error) from error
                if isinstance(case_id := getattr(parsed, "case_id", None), str):
                    services.meter.concerns(case_id)
                return rule(parsed, services).model_dump(mode="json")

        return handler

    return door


def queue(message: type[Request]) -> Callable[[Callable[[Request, Services], None]], Handler]:
    """A queue's reader: each message on its own; only those that failed come back."""

    def door(rule: Callable[[Request, Services], None]) -> Handler:
        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            failed = []
            for record in event["Records"]:
                try:
                    with invocation(services, "queue") as services:
                        services.meter.add("sqs.requests", 1)
                        parsed = message.model_validate_json(record["body"])
                        if isinstance(case_id := getattr(parsed, "case_id", None), str):
                            services.meter.concerns(case_id)
                        rule(parsed, services)
                except Exception as error:  # noqa: BLE001 - whatever it was, the message goes back to the queue
                    logger().error("message failed", extra={"error": type(error).__name__})
                    failed.append({"itemIdentifier": record["messageId"]})
            return {"batchItemFailures": failed}

        return handler

    return door


def batch(message: type[Request]) -> Callable[[Callable[[Sequence[Request], Services], None]], Handler]:
    """A queue's reader that takes what has come together: all of it comes back if the rule fails."""

    def door(rule: Callable[[Sequence[Request], Services], None]) -> Handler:
        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            parsed, failed = dict[str, Request](), list[str]()
            for record in event["Records"]:
                try:
                    parsed[record["messageId"]] = message.model_validate_json(record["body"])
                except ValidationError:
                    logger().error("message is not what it should be", extra={"message_id": record["messageId"]})
                    failed.append(record["messageId"])
            try:
                with invocation(services, "batch") as services:
                    services.meter.add("sqs.requests", 1)
                    if parsed:
                        rule(list(parsed.values()), services)
            except Exception as error:  # noqa: BLE001 - whatever it was, the messages go back to the queue
                logger().error("batch failed", extra={"error": type(error).__name__})
                failed += parsed
            return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}

        return handler

    return door


def http(app: "Api") -> Handler:
    """A REST door: the body admitted by ``guard``, the route resolved, every error a problem document."""

    def handler(event: Event, context: Any, services: Services | None = None) -> Event:
        with invocation(services, "http") as services:
            services.meter.add("apigateway.rest_requests", 1)
            return app.answer(event, context, services)

    return handler


def socket(routes: Mapping[str, Callable[..., None]]) -> Handler:
    """A WebSocket's door: the route's rule runs; an error is told to the window that caused it."""

    def handler(event: Event, context: Any, services: Services | None = None) -> Event:
        route, connection_id = event["requestContext"]["routeKey"], event["requestContext"]["connectionId"]
        with invocation(services, "socket") as services:
            services.meter.add("apigateway.websocket_messages", 1)
            if route in ("$connect", "$disconnect"):
                routes[route](event, services)
                return {"statusCode": 200}
            try:
                routes["$default"](event, services, guard.admit_body(body_of(event)))
            except ValidationError as error:
                _tell(services, connection_id, problem.invalid_from(error))
            except FirstContactError as error:
                _tell(services, connection_id, error)
        return {"statusCode": 200}

    return handler


def _tell(services: Services, connection_id: str, error: FirstContactError) -> None:
    logger().warning("refused" if error.status < 500 else "failed", extra={"code": error.code, "kind": "socket"})
    services.socket.send(connection_id, {"type": "error", "problem": problem.problem_document(error)})


def body_of(event: Event) -> bytes:
    """The raw body of a proxy event."""
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else str(body).encode("utf-8", "surrogatepass")


@contextmanager
def invocation(services: Services | None, kind: str) -> Iterator[Services]:
    """One metered invocation."""
    services = services or deployed()
    started, failed = time.perf_counter(), True
    try:
        yield services
        failed = False
    except FirstContactError as error:
        logger().warning("refused" if error.status < 500 else "failed", extra={"code": error.code, "kind": kind})
        raise
    finally:
        _account(services, Decimal(str(round((time.perf_counter() - started) * 1000, 3))), kind, failed=failed)


def _account(services: Services, duration_ms: Decimal, kind: str, *, failed: bool) -> None:
    """Price the invocation and keep its cost event; a ledger that is down costs a record, never a reply."""
    settings, init_ms, case_id = services.settings, _init_ms(), services.meter.case_id
    quantities = costing.lambda_usage(duration_ms, init_ms, settings.aws_lambda_function_memory_size)
    event = CostEvent(
        event_id=new_id("cost"),
        function=settings.aws_lambda_function_name,
        case_id=case_id,
        at=now(),
        duration_ms=duration_ms,
        init_ms=init_ms,
        lines=costing.price_lines([*quantities, *services.meter.drain()], services.price_book),
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
        _measure("CostEventsLost")
    if event.total is None:
        _measure("UnpricedInvocations")


def _measure(name: str) -> None:
    metrics().add_metric(name=name, unit="Count", value=1)
    metrics().flush_metrics()


def _init_ms() -> Decimal:
    """CPU milliseconds before a process's first invocation: the nearest to the billed INIT it can see itself."""
    global _first_invocation
    if not _first_invocation:
        return Decimal(0)
    _first_invocation = False
    return Decimal(str(round(time.process_time() * 1000, 3)))
