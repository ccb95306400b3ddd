"""A chat connection for the command line, which yields events as they arrive until the reply."""

import json
import urllib.parse
from collections.abc import Iterator
from typing import Any

from firstcontact.cli.errors import CannotRun

PATIENCE = 35.0  # seconds without an event
LAST = ("reply", "handover", "error")


def converse(url: str, token: str, message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Send one message; yield all events, including the last. ``ModuleNotFoundError`` without ``websockets``."""
    from websockets.exceptions import WebSocketException
    from websockets.sync.client import connect

    try:
        with connect(f"{url}?{urllib.parse.urlencode({'token': token})}", open_timeout=PATIENCE) as window:
            window.send(json.dumps({"action": "message", **message}))
            while True:
                event: dict[str, Any] = json.loads(window.recv(timeout=PATIENCE))
                yield event
                if event["type"] in LAST:
                    return
    except (WebSocketException, OSError) as error:
        raise CannotRun(f"the chat at {url} closed or stopped responding (start the suite with: make up)") from error
