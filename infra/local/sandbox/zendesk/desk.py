"""The help desk's routes, as Zendesk defines them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from infra.local.sandbox.state import Record, State
from infra.local.sandbox.system import mount, vendor_app
from infra.local.sandbox.vendor_error import VendorError
from infra.local.sandbox.zendesk.changes import Changes
from infra.local.sandbox.zendesk.comment_pages import comments_page
from infra.local.sandbox.zendesk.page import ticket_page
from infra.local.sandbox.zendesk.people import People
from infra.local.sandbox.zendesk.tickets import Tickets
from infra.local.sandbox.zendesk.webhook import Webhook


def zendesk(state: State, webhook: Webhook | None = None) -> Mount:
    """The help desk's routes under ``/zendesk``."""
    desk = _Desk(state, webhook or Webhook(state))
    routes = [
        Route("/api/v2/tickets.json", desk.create, methods=["POST"]),
        Route("/api/v2/tickets/{id:int}.json", desk.ticket, methods=["GET"]),
        Route("/api/v2/tickets/{id:int}.json", desk.update, methods=["PUT"]),
        Route("/api/v2/tickets/{id:int}/comments.json", desk.comments),
        Route("/api/v2/incremental/tickets/cursor.json", desk.export),
        Route("/api/v2/users/me.json", desk.me),
        Route("/agent/tickets/{id:int}", desk.page),
    ]
    controls = [
        Route("/webhook", desk.configure, methods=["PUT"]),
        Route("/deliveries", desk.deliveries),
    ]
    return mount("zendesk", vendor_app(routes, _shape), _shape, controls=controls)


def _shape(error: VendorError) -> Response:
    return JSONResponse(
        {"error": error.code, "description": error.message}, status_code=error.status, headers=error.headers
    )


class _Desk:
    def __init__(self, state: State, webhook: Webhook) -> None:
        self._people, self._webhook = People(state), webhook
        self._changes = Changes(state)
        self._tickets = Tickets(state, self._people, self._changes)

    async def create(self, request: Request) -> Response:
        caller = self._people.signed_in(request)
        ticket, comment = self._tickets.create(await _ticket_in(request), caller)
        self._trigger(ticket, comment)
        return JSONResponse({"ticket": ticket, "audit": _audit(comment)}, status_code=201)

    async def update(self, request: Request) -> Response:
        caller = self._people.signed_in(request)
        ticket, comment = self._tickets.update(_id(request), await _ticket_in(request), caller)
        if comment:
            self._trigger(ticket, comment)
        return JSONResponse({"ticket": ticket, "audit": _audit(comment)})

    def ticket(self, request: Request) -> Response:
        self._people.signed_in(request)
        return JSONResponse({"ticket": self._tickets.get(_id(request))})

    def comments(self, request: Request) -> Response:
        self._people.signed_in(request)
        page = comments_page(self._tickets.comments(_id(request)), request.query_params)
        if request.query_params.get("include") == "users":
            authors = dict.fromkeys(comment["author_id"] for comment in page["comments"])
            page["users"] = [self._people.get(author) for author in authors]
        return JSONResponse(page)

    def export(self, request: Request) -> Response:
        self._people.signed_in(request)
        return JSONResponse(self._changes.page(request.query_params))

    def me(self, request: Request) -> Response:
        return JSONResponse({"user": self._people.signed_in(request)})

    def page(self, request: Request) -> Response:
        ticket = self._tickets.get(_id(request))
        return HTMLResponse(ticket_page(ticket, self._tickets.comments(_id(request)), self._people))

    async def configure(self, request: Request) -> Response:
        try:
            self._webhook.configure(await request.json())
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return Response(status_code=204)

    def deliveries(self, request: Request) -> Response:
        del request
        return JSONResponse({"deliveries": list(self._webhook.deliveries)})

    def _trigger(self, ticket: Record, comment: Record) -> None:
        if not comment["public"]:
            return
        author = self._people.get(comment["author_id"])
        event = {
            "ticket_id": str(ticket["id"]),
            "comment_id": str(comment["id"]),
            "author_id": str(author["id"]),
            "author_role": author["role"],
            "requester_email": self._people.get(ticket["requester_id"])["email"],
            "subject": ticket["subject"],
            "comment": comment["body"],
            "via": "API",
            "updated_at": ticket["updated_at"],
            "tags": " ".join(ticket["tags"]),
        }
        self._webhook.fire(event)


def _id(request: Request) -> str:
    return str(request.path_params["id"])


async def _ticket_in(request: Request) -> Record:
    try:
        body: Any = await request.json()
    except ValueError as error:
        raise VendorError(400, "Unprocessable", "The body is not JSON") from error
    if not isinstance(body, dict) or not isinstance(body.get("ticket"), dict):
        raise VendorError(400, "Parameter ticket is required", "The body is {ticket: {…}}")
    return dict(body["ticket"])


def _audit(comment: Record | None) -> Record | None:
    if comment is None:
        return None
    return {"id": comment["audit_id"], "ticket_id": comment["ticket_id"], "metadata": comment["metadata"]}
