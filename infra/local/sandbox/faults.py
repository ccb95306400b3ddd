"""Injected faults: a test defines how the next calls to a system fail.

fail           answers ``status`` and ``code`` immediately, without doing anything
stall          waits for ``seconds``, without doing anything
drip           answers 200 and then one byte every ``seconds``, without doing anything and without an end
garbage        answers 200 with a body that is not in the vendor's format
rate_limit     answers 429 with a Retry-After of ``seconds``
after_success  does the work, waits ``seconds``, then drops the connection: the caller cannot know the result
"""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.local.sandbox.vendor_error import ErrorShape, VendorError

MODES = frozenset({"fail", "stall", "drip", "garbage", "rate_limit", "after_success"})
_FIELDS: dict[str, tuple[type, ...]] = {
    "mode": (str,),
    "times": (int,),
    "status": (int,),
    "code": (str,),
    "seconds": (int, float),
    "path_prefix": (str,),
    "method": (str,),
}


@dataclass
class Fault:
    """How the next ``times`` matching calls fail."""

    mode: str
    times: int = 1
    status: int = 503
    code: str = "sandbox_fault"
    seconds: float = 0
    path_prefix: str = ""
    method: str = ""


@dataclass
class Faults:
    """The pending faults of one system; the system itself implements modes beyond the common ones."""

    own_modes: frozenset[str] = frozenset()
    _waiting: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, wanted: dict[str, Any]) -> Fault:
        """Add a fault; raises ``ValueError`` if it is invalid."""
        for name, value in wanted.items():
            if not isinstance(value, _FIELDS.get(name, ())):
                raise ValueError(f"{name} is not a field of a fault, or has the wrong type")
        fault = Fault(**wanted)
        if fault.mode not in MODES | self.own_modes:
            raise ValueError(f"mode must be one of {', '.join(sorted(MODES | self.own_modes))}")
        with self._lock:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that matches this call, with its remaining count reduced by one; None if there is none."""
        with self._lock:
            for fault in self._waiting:
                if path.startswith(fault.path_prefix) and fault.method in ("", method):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def routes(self) -> list[Route]:
        """POST and DELETE ``/faults``."""

        async def change(request: Request) -> Response:
            if request.method == "DELETE":
                self.clear()
                return Response(status_code=204)
            try:
                fault = self.add(await request.json())
            except (ValueError, TypeError) as error:
                return JSONResponse({"error": str(error)}, status_code=400)
            return JSONResponse({"mode": fault.mode, "times": fault.times}, status_code=201)

        return [Route("/faults", change, methods=["POST", "DELETE"])]


async def _drip(seconds: float) -> AsyncIterator[str]:
    yield "{"
    while True:
        await asyncio.sleep(seconds)
        yield " "


class FaultGate:
    """ASGI middleware that applies a system's faults."""

    def __init__(self, app: ASGIApp, faults: Faults, shape: ErrorShape) -> None:
        self._app, self._faults, self._shape = app, faults, shape

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        fault = self._faults.take(scope["method"], scope["path"].removeprefix(scope.get("root_path", "")))
        if fault is None:
            return await self._app(scope, receive, send)
        if fault.mode in self._faults.own_modes:
            scope["fault"] = fault
            return await self._app(scope, receive, send)
        if fault.mode == "after_success":
            return await self._drop_the_answer(fault, scope, receive, send)
        if fault.mode == "drip":
            return await StreamingResponse(_drip(fault.seconds), media_type="application/json")(scope, receive, send)
        if fault.mode == "stall":
            await asyncio.sleep(fault.seconds or 60)
        return await self._answer(fault)(scope, receive, send)

    def _answer(self, fault: Fault) -> Response:
        if fault.mode == "garbage":
            return PlainTextResponse("<html><body>upstream connect error", media_type="text/html")
        if fault.mode == "rate_limit":
            wait = {"Retry-After": f"{max(fault.seconds, 0):g}"}
            return self._shape(VendorError(429, "rate_limit", "Too many requests", wait))
        status = 504 if fault.mode == "stall" else fault.status
        return self._shape(VendorError(status, fault.code, "The sandbox was told to fail"))

    async def _drop_the_answer(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        async def swallow(message: Message) -> None:
            del message

        await self._app(scope, receive, swallow)
        await asyncio.sleep(fault.seconds)
        # The body never arrives in full, so the server closes the connection.
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"64")]})
