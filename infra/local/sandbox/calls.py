"""Records the calls to a system for tests: method, path, idempotency key and duration, but no secrets."""

import threading
import time
from collections import deque
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_CALLS = 2000


@dataclass
class Calls:
    """The latest calls to one system, oldest first."""

    _calls: deque[dict[str, object]] = field(default_factory=lambda: deque(maxlen=MAX_CALLS))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, scope: Scope) -> dict[str, object]:
        """Record a new call; its status is added later."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        call: dict[str, object] = {
            "method": scope["method"],
            "path": scope["path"].removeprefix(scope.get("root_path", "")),
            "idempotency_key": headers.get("idempotency-key"),
            "status": None,
            "milliseconds": None,
        }
        with self._lock:
            self._calls.append(call)
        return call

    def routes(self) -> list[Route]:
        """GET and DELETE ``/calls``."""

        def answer(request: Request) -> Response:
            with self._lock:
                if request.method == "DELETE":
                    self._calls.clear()
                    return Response(status_code=204)
                return JSONResponse({"calls": list(self._calls)})

        return [Route("/calls", answer, methods=["GET", "DELETE"])]


class CallRecorder:
    """ASGI middleware that records each call and its status."""

    def __init__(self, app: ASGIApp, calls: Calls) -> None:
        self._app, self._calls = app, calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = self._calls.note(scope)

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                call["status"] = message["status"]
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, watch)
        finally:
            call["milliseconds"] = round((time.perf_counter() - started) * 1000, 3)
