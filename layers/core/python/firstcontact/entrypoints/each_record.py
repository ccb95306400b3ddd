"""Handles each record of a batch in an invocation of its own, so that only those that failed are delivered again."""

from collections.abc import Callable
from typing import Any

from firstcontact.entrypoints.invocation import Event, invocation
from firstcontact.services import Services
from firstcontact.telemetry import logger

Record = dict[str, Any]


def each_record(
    event: Event,
    context: Any,
    services: Services | None,
    *,
    kind: str,
    named: str,
    identify: Callable[[Record], str],
    handle: Callable[[Record, Services], None],
) -> Event:
    """Return the partial batch response of Lambda: what ``identify`` says of each record that failed.

    ``kind`` is the kind of the invocation, ``named`` what the log calls a record.
    """
    failed = []
    for record in event["Records"]:
        try:
            with invocation(services, kind, context) as services:
                handle(record, services)
        except Exception as error:  # noqa: BLE001 - after any error, the record is delivered again
            logger().error(f"{named} failed", extra={"error": type(error).__name__})
            failed.append({"itemIdentifier": identify(record)})
    return {"batchItemFailures": failed}
