"""The payment provider: refunds with Stripe's routes, idempotency and error objects."""

import json
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.refunds import Refunds
from infra.local.sandbox.state import State
from infra.local.sandbox.system import Bearer, mount, vendor_app
from infra.local.sandbox.vendor_error import VendorError


def stripe(state: State) -> Mount:
    """The payment provider's routes under ``/stripe``."""
    desk = _Desk(state)
    routes = [
        Route("/v1/refunds", desk.create, methods=["POST"]),
        Route("/v1/refunds", desk.list_refunds),
        Route("/v1/refunds/{id}", desk.refund),
        Route("/v1/payment_intents/{id}", desk.payment),
    ]
    app = Bearer(vendor_app(routes, _shape), SANDBOX_TOKENS["stripe"]["key"], _shape)
    return mount("stripe", app, _shape)


def _shape(error: VendorError) -> Response:
    kinds = {400: "invalid_request_error", 401: "invalid_request_error", 404: "invalid_request_error"}
    kind = "idempotency_error" if error.code == "idempotency_error" else kinds.get(error.status, "api_error")
    body = {"type": kind, "code": error.code, "message": error.message}
    return JSONResponse({"error": body}, status_code=error.status, headers=error.headers)


class _Desk:
    def __init__(self, state: State) -> None:
        self._state, self._refunds = state, Refunds(state)

    async def create(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        key = request.headers.get("idempotency-key", "")
        with self._state.transaction():
            before = self._state.get("idempotency", key) if key else None
            if before:
                return _replay(before["form"], form, before["status"], before["answer"])
            try:
                status, answer = 200, self._refunds.create(form)
            except VendorError as error:
                status, answer = error.status, json.loads(bytes(_shape(error).body))
            if key:
                self._state.put("idempotency", key, {"form": form, "status": status, "answer": answer})
        return JSONResponse(answer, status_code=status)

    def list_refunds(self, request: Request) -> Response:
        wanted = dict(request.query_params)
        limit = int(wanted.pop("limit", "10"))
        found = self._refunds.matching(wanted)
        return JSONResponse(
            {"object": "list", "url": "/v1/refunds", "has_more": len(found) > limit, "data": found[:limit]}
        )

    def refund(self, request: Request) -> Response:
        return JSONResponse(self._refunds.get(request.path_params["id"]))

    def payment(self, request: Request) -> Response:
        return JSONResponse(self._refunds.payment(request.path_params["id"], parameter="intent"))


def _replay(first: object, now: object, status: int, answer: object) -> Response:
    if first != now:
        message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        raise VendorError(400, "idempotency_error", message)
    return JSONResponse(answer, status_code=status, headers={"Idempotent-Replayed": "true"})
