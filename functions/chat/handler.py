"""The chat: REST requests and WebSocket events of signed-in customers."""

from typing import Any

from firstcontact.entrypoints.invocation import Event
from firstcontact.entrypoints.rest import http
from firstcontact.entrypoints.websocket import socket
from firstcontact.services import Services

from functions.chat.rest import app
from functions.chat.window import routes

_rest, _window = http(app), socket(routes)


def handler(event: Event, context: Any, services: Services | None = None) -> Any:
    """Handle both kinds of events in one function, so that they share warm instances."""
    door = _window if "connectionId" in event.get("requestContext", {}) else _rest
    return door(event, context, services)
