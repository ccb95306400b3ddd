"""Handlers of WebSocket events."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from firstcontact.entrypoints.body import admit_body, body_of
from firstcontact.entrypoints.invocation import Event, Handler, invocation
from firstcontact.entrypoints.problem import problem_document
from firstcontact.errors import FirstContactError
from firstcontact.services import Services
from firstcontact.telemetry import logger
from firstcontact.validation import invalid_from

_LIFECYCLE = {"CONNECT": "$connect", "DISCONNECT": "$disconnect"}


def socket(routes: Mapping[str, Callable[..., None]]) -> Handler:
    """A WebSocket handler: runs the event's function, and sends an error to the connection that caused it.

    The event's type decides, not its route: a client can name any route in a message, ``$disconnect`` included.
    """

    def handler(event: Event, context: Any, services: Services | None = None) -> Event:
        kind, connection_id = event["requestContext"]["eventType"], event["requestContext"]["connectionId"]
        with invocation(services, "socket", context) as services:
            services.meter.add("apigateway.websocket_messages", 1)
            if kind in _LIFECYCLE:
                routes[_LIFECYCLE[kind]](event, services)
                return {"statusCode": 200}
            try:
                routes["$default"](event, services, admit_body(body_of(event)))
            except ValidationError as error:
                _tell(services, connection_id, invalid_from(error))
            except FirstContactError as error:
                _tell(services, connection_id, error)
        return {"statusCode": 200}

    return handler


def _tell(services: Services, connection_id: str, error: FirstContactError) -> None:
    logger().warning("refused" if error.status < 500 else "failed", extra={"code": error.code, "kind": "socket"})
    services.socket.send(connection_id, {"type": "error", "problem": problem_document(error)})
