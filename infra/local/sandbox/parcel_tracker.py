"""The carrier: live trackers. A parcel's progress also changes the state of its order in the shop."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from infra.local.sandbox import journey
from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.state import Record, State
from infra.local.sandbox.system import Bearer, mount, vendor_app
from infra.local.sandbox.vendor_error import VendorError

PACE = timedelta(minutes=10)
_SHOWN = ("tracking_number", "carrier", "state", "estimated_delivery", "events")


def parcel_tracker(state: State, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Mount:
    """The carrier's routes under ``/parcel_tracker``."""
    desk = _Desk(state, clock)
    routes = [
        Route("/v1/trackers/{number}", desk.tracker),
        Route("/v1/trackers/{number}/advance", desk.advance, methods=["POST"]),
    ]
    app = Bearer(vendor_app(routes, _shape), SANDBOX_TOKENS["parcel_tracker"]["token"], _shape)
    return mount("parcel_tracker", app, _shape)


def _shape(error: VendorError) -> Response:
    body = {"code": error.code, "message": error.message}
    return JSONResponse(body, status_code=error.status, headers=error.headers)


class _Desk:
    def __init__(self, state: State, clock: Callable[[], datetime]) -> None:
        self._state, self._clock = state, clock

    def tracker(self, request: Request) -> Response:
        with self._state.transaction():
            known = self._known(request)
            shipment = journey.catch_up(known, self._clock(), PACE)
            if shipment != known:
                self._keep(shipment)
        return _shown(shipment)

    def advance(self, request: Request) -> Response:
        with self._state.transaction():
            shipment = journey.advance(self._known(request), self._clock())
            self._keep(shipment)
        return _shown(shipment)

    def _known(self, request: Request) -> Record:
        shipments = self._state.find("shipment", tracking_number=request.path_params["number"])
        if not shipments:
            raise VendorError(404, "unknown_tracking_number", "No parcel has this tracking number")
        return shipments[0]

    def _keep(self, shipment: Record) -> None:
        self._state.put("shipment", shipment["id"], shipment)
        order = self._state.get("order", str(shipment.get("order_id")))
        if order is None or order["state"] == "cancelled":
            return
        if shipment["state"] == "delivered":
            order |= {"state": "delivered", "delivered_at": order.get("delivered_at") or shipment["events"][-1]["at"]}
        elif shipment["state"] != "pre_transit":
            order |= {"state": "in_transit"}
        self._state.put("order", order["id"], order)


def _shown(shipment: Record) -> Response:
    return JSONResponse({name: shipment.get(name) for name in _SHOWN})
