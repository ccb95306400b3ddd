"""Handlers of table streams."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from firstcontact.entrypoints.each_record import each_record
from firstcontact.entrypoints.invocation import Event, Handler
from firstcontact.services import Services

Row = TypeVar("Row", bound=BaseModel)


def stream(row: type[Row]) -> Callable[[Callable[[Row, Services], None]], Handler]:
    """A stream consumer that handles each new row separately, in order.

    Lambda repeats the batch from the first failed row on, so the rule must tolerate repetitions.
    """

    def door(rule: Callable[[Row, Services], None]) -> Handler:
        def handle(record: dict[str, Any], services: Services) -> None:
            parsed = row.model_validate(_plain(record["dynamodb"]["NewImage"]))
            services.meter.concerns(str(getattr(parsed, "pk", "")))
            rule(parsed, services)

        def handler(event: Event, context: Any, services: Services | None = None) -> Event:
            return each_record(event, context, services, kind="stream", named="row", identify=_number, handle=handle)

        return handler

    return door


def _number(record: Mapping[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _plain(image: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name: next(iter(typed.values())) for name, typed in image.items()}
