"""Handlers of workflow states and queues."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from firstcontact.entrypoints.each_record import each_record
from firstcontact.entrypoints.invocation import Event, Handler, invocation
from firstcontact.services import Services
from firstcontact.telemetry import logger
from firstcontact.validation import invalid_from

Request = TypeVar("Request", bound=BaseModel)


def task(request: type[Request]) -> Callable[[Callable[[Request, Services], BaseModel]], Handler]:
    """A workflow state: parses its input, dumps its output, raises errors for Retry and Catch to match by class."""

    def door(rule: Callable[[Request, Services], BaseModel]) -> Handler:
        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            with invocation(services, "task", context) as services:
                try:
                    parsed = request.model_validate(event)
                except ValidationError as error:
                    raise invalid_from(error) from error
                if isinstance(case_id := getattr(parsed, "case_id", None), str):
                    services.meter.concerns(case_id)
                return rule(parsed, services).model_dump(mode="json")

        return handler

    return door


def queue(message: type[Request]) -> Callable[[Callable[[Request, Services], None]], Handler]:
    """A queue consumer that handles each message separately; only failed messages return to the queue."""

    def door(rule: Callable[[Request, Services], None]) -> Handler:
        def handle(record: dict[str, Any], services: Services) -> None:
            services.meter.add("sqs.requests", 1)
            parsed = message.model_validate_json(record["body"])
            if isinstance(case_id := getattr(parsed, "case_id", None), str):
                services.meter.concerns(case_id)
            rule(parsed, services)

        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            identify = itemgetter("messageId")
            return each_record(
                event, context, services, kind="queue", named="message", identify=identify, handle=handle
            )

        return handler

    return door


def batch(message: type[Request]) -> Callable[[Callable[[Sequence[Request], Services], None]], Handler]:
    """A queue consumer that handles all received messages together; if the rule fails, all return to the queue."""

    def door(rule: Callable[[Sequence[Request], Services], None]) -> Handler:
        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            parsed, failed = dict[str, Request](), list[str]()
            for record in event["Records"]:
                try:
                    parsed[record["messageId"]] = message.model_validate_json(record["body"])
                except ValidationError:
                    logger().error("the message is not valid", extra={"message_id": record["messageId"]})
                    failed.append(record["messageId"])
            try:
                with invocation(services, "batch", context) as services:
                    services.meter.add("sqs.requests", 1)
                    if parsed:
                        rule(list(parsed.values()), services)
            except Exception as error:  # noqa: BLE001 - after any error, the messages return to the queue
                logger().error("batch failed", extra={"error": type(error).__name__})
                failed += parsed
            return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}

        return handler

    return door
