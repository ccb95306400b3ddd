"""The shop system: customers, products and orders, protected by the shop's token."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.state import Record, State
from infra.local.sandbox.system import Bearer, mount, vendor_app
from infra.local.sandbox.vendor_error import VendorError


def shopfront(state: State) -> Mount:
    """The shop's routes under ``/shopfront``."""
    desk = _Shop(state)
    routes = [
        Route("/orders/{id}", desk.order),
        Route("/orders/{id}/notes", desk.add_note, methods=["POST"]),
        Route("/customers", desk.customers_by_email),
        Route("/customers/{id}", desk.customer),
        Route("/customers/{id}/orders", desk.orders_of_customer),
        Route("/products/{id}", desk.product),
    ]
    return mount(
        "shopfront", Bearer(vendor_app(routes, _shape), SANDBOX_TOKENS["shopfront"]["token"], _shape), _shape
    )


def _shape(error: VendorError) -> Response:
    body = {"error": {"code": error.code, "message": error.message}}
    return JSONResponse(body, status_code=error.status, headers=error.headers)


class _Shop:
    def __init__(self, state: State) -> None:
        self._state = state

    def _known(self, kind: str, request: Request) -> Record:
        record = self._state.get(kind, request.path_params["id"])
        if record is None:
            raise VendorError(404, "not_found", f"There is no such {kind}")
        return record

    def order(self, request: Request) -> Response:
        return JSONResponse(self._with_tags(self._known("order", request)))

    def _with_tags(self, order: Record) -> Record:
        """The order with the tags of its products added to its lines, as shop systems return them."""
        products = {line["product_id"]: self._state.get("product", line["product_id"]) for line in order["lines"]}
        lines = [line | {"tags": (products[line["product_id"]] or {}).get("tags", [])} for line in order["lines"]]
        return order | {"lines": lines}

    def customer(self, request: Request) -> Response:
        return JSONResponse(self._known("customer", request))

    def product(self, request: Request) -> Response:
        return JSONResponse(self._known("product", request))

    def customers_by_email(self, request: Request) -> Response:
        email = request.query_params.get("email", "").strip().lower()
        if not email:
            raise VendorError(400, "email_missing", "Ask with ?email=")
        found = [one for one in self._state.find("customer") if one["email"].lower() == email]
        return JSONResponse({"customers": found})

    def orders_of_customer(self, request: Request) -> Response:
        customer = self._known("customer", request)
        orders = self._state.find("order", customer_id=customer["id"])
        newest_first = sorted(orders, key=lambda order: str(order["placed_at"]), reverse=True)
        return JSONResponse({"orders": [self._with_tags(order) for order in newest_first]})

    async def add_note(self, request: Request) -> Response:
        note: Any = await request.json()
        if not isinstance(note, dict) or not isinstance(note.get("text"), str):
            raise VendorError(400, "text_missing", "A note is {text}")
        with self._state.transaction():
            order = self._known("order", request)
            order.setdefault("notes", []).append(note["text"])
            self._state.put("order", order["id"], order)
        return JSONResponse({"notes": order["notes"]}, status_code=201)
