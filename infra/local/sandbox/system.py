"""Mounts a sandbox system: the vendor's routes behind authentication, injected faults and the call log."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from infra.local.sandbox.calls import CallRecorder, Calls
from infra.local.sandbox.faults import FaultGate, Faults
from infra.local.sandbox.vendor_error import ErrorShape, VendorError, answered_as


class Bearer:
    """ASGI middleware that requires the system's bearer token."""

    def __init__(self, app: ASGIApp, token: str, shape: ErrorShape) -> None:
        self._app, self._expected, self._shape = app, f"Bearer {token}".encode(), shape

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and dict(scope["headers"]).get(b"authorization") != self._expected:
            refusal = self._shape(VendorError(401, "unauthorized", "The token is missing or wrong"))
            return await refusal(scope, receive, send)
        return await self._app(scope, receive, send)


def vendor_app(routes: Sequence[BaseRoute], shape: ErrorShape) -> Starlette:
    """An application of the vendor's routes, with errors in the vendor's format."""
    return Starlette(routes=routes, exception_handlers={VendorError: answered_as(shape)})


def mount(
    name: str,
    app: ASGIApp,
    shape: ErrorShape,
    *,
    own_modes: frozenset[str] = frozenset(),
    controls: Sequence[Route] = (),
) -> Mount:
    """Mount a system under its name, with ``/_sandbox`` for tests to control it."""
    faults, calls = Faults(own_modes), Calls()
    sandbox = Mount("/_sandbox", routes=[*faults.routes(), *calls.routes(), *controls])
    vendor = Mount("/", app=CallRecorder(FaultGate(app, faults, shape), calls))
    return Mount(f"/{name}", routes=[sandbox, vendor])
