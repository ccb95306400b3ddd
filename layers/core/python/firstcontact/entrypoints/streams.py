"""Handlers of table streams."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from firstcontact.entrypoints.invocation import Event, Handler, invocation
from firstcontact.services import Services
from firstcontact.telemetry import logger

Row = TypeVar("Row", bound=BaseModel)


def stream(row: type[Row]) -> Callable[[Callable[[Row, Services], None]], Handler]:
    """A stream consumer that handles each new row separately, in order.

    Lambda repeats the batch from the first failed row on, so the rule must tolerate repetitions.
    """

    def door(rule: Callable[[Row, Services], None]) -> Handler:
        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            failed = []
            for record in event["Records"]:
                try:
                    with invocation(services, "stream", context) as services:
                        parsed = row.model_validate(_plain(record["dynamodb"]["NewImage"]))
                        services.meter.concerns(str(getattr(parsed, "pk", "")))
                        rule(parsed, services)
                except Exception as error:  # noqa: BLE001 - after any error, the row is delivered again
                    logger().error("row failed", extra={"error": type(error).__name__})
                    failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            return {"batchItemFailures": failed}

        return handler

    return door


def _plain(image: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name: next(iter(typed.values())) for name, typed in image.items()}
