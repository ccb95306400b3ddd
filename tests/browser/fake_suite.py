"""A suite that does as it is told, behind the real console: sign-in, REST and the chat socket on one free port."""

import asyncio
import base64
import json
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import uvicorn
from firstcontact.shop.published import PublishedShop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from tests.browser.events import Event, problem
from tests.browser.gateway import CLIENT, ConsoleServices, ask

PASSWORD = "sea-shell-42"
LAPTOP, AWS = "/_aws/execute-api/api1/live", "/live"
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}


class FakeSuite:
    """Start it, tell it what to say, and see what it was told."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._loop: asyncio.AbstractEventLoop
        self._windows: set[WebSocket] = set()
        elsewhere = f"localhost:{self.port}"  # another origin than the page's, so that the policy is tried
        self._services = ConsoleServices(aws_endpoint_url=f"http://{elsewhere}", websocket_url=f"ws://{elsewhere}/ws")
        self.reset()
        self._server = uvicorn.Server(uvicorn.Config(self._app(), port=self.port, log_level="error"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def reset(self) -> None:
        """Forget everything that was said."""
        self.heard: list[Event] = []
        self.script: dict[str, list[Event]] = {}
        self.messages: list[Event] = []
        self.conversations: list[Event] = []
        self.reviews: list[Event] = []
        self.page_size = 50
        self.claimed_until = "2126-11-20T10:15:00Z"
        self.decisions: list[Event] = []
        self.feedback: list[Event] = []
        self.refusal: Event | None = None
        self.out_of_order = False
        self.too_late: Event | None = None
        self.asked: list[str] = []
        self.person = {"sub": "person-1", "email": "mara@example.com"}
        self.publish(None)

    def publish(self, shop: PublishedShop | None) -> None:
        """Let the pages be those of a shop; of none, they bear the suite's own name."""
        self._services.published = shop

    def __enter__(self) -> "FakeSuite":
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=5)

    def url(self, path: str, mount: str = LAPTOP) -> str:
        """Where the browser finds a page."""
        return f"http://127.0.0.1:{self.port}{mount}{path}"

    def tell(self, *events: Event) -> None:
        """Say something in every open window."""
        asyncio.run_coroutine_threadsafe(self._tell(events), self._loop).result(5)

    def drop(self) -> None:
        """Cut every window off."""
        asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(5)

    def wait(self, count: int = 1, action: str = "message") -> list[Event]:
        """What the windows said, once there is as much of it as expected."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if len(found := [event for event in self.heard if event["action"] == action]) >= count:
                return found
            time.sleep(0.01)
        raise AssertionError(f"only {self.heard} was heard")

    async def _tell(self, events: tuple[Event, ...]) -> None:
        for window in list(self._windows):
            for event in events:
                await window.send_json(event)

    async def _drop(self) -> None:
        while self._windows:
            with suppress(WebSocketDisconnect):  # its browser may have gone first
                await self._windows.pop().close(1001)

    def _app(self) -> Starlette:
        @asynccontextmanager
        async def life(_: Starlette) -> AsyncIterator[None]:
            self._loop = asyncio.get_running_loop()
            yield

        apis = [Route(f"{mount}/v1/{{path:path}}", self._api, methods=["GET", "POST"]) for mount in (LAPTOP, AWS)]
        pages = [Route(f"{mount}{{path:path}}", self._page) for mount in (LAPTOP, AWS)]
        sign_in = Route("/", self._sign_in, methods=["POST", "OPTIONS"])
        return Starlette(lifespan=life, routes=[sign_in, WebSocketRoute("/ws", self._window), *apis, *pages])

    async def _page(self, request: Request) -> Response:
        typed = request.url.path
        laptop = typed.startswith(LAPTOP)
        path = typed.removeprefix(LAPTOP if laptop else AWS) or "/"
        stage = f"/live{path}" if laptop else typed
        domain = None if laptop else "shop.example.com"
        self.asked.append(f"{path}?{request.url.query}")
        answer = ask(
            path,
            self._services,
            typed=stage,
            domain=domain,
            headers=dict(request.headers),
            query=dict(request.query_params),
        )
        headers = {name: values[0] for name, values in answer["multiValueHeaders"].items()}
        return Response(answer["body"] or "", answer["statusCode"], headers)

    async def _sign_in(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(headers=CORS)
        assert request.headers["x-amz-target"] == "AWSCognitoIdentityProviderService.InitiateAuth"
        told = json.loads(await request.body())
        assert (told["ClientId"], told["AuthFlow"]) == (CLIENT, "USER_PASSWORD_AUTH")
        if told["AuthParameters"]["PASSWORD"] != PASSWORD:
            refusal = {"__type": "NotAuthorizedException", "message": "Incorrect username or password."}
            return JSONResponse(refusal, 400, CORS)
        tokens = {"IdToken": self.token(), "ExpiresIn": 3600}
        return JSONResponse({"AuthenticationResult": tokens}, headers=CORS)

    def token(self) -> str:
        """An ID token of the person, unsigned: only its payload is read here."""
        parts = [{"alg": "none"}, {**self.person, "token_use": "id"}, {}]
        return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)

    async def _window(self, window: WebSocket) -> None:
        if self.out_of_order or window.query_params.get("token") != self.token():
            await window.close()
            return
        await window.accept()
        self._windows.add(window)
        try:
            while True:
                event = await window.receive_json()
                self.heard.append(event)
                if event["action"] == "resume":
                    resumed = {"conversation_id": event["conversation_id"], "messages": self.messages}
                    await window.send_json({"type": "resumed", **resumed})
                for answer in self.script.get(event.get("text", ""), []):
                    await window.send_json(answer)
        except (WebSocketDisconnect, WebSocketDisconnected):
            pass  # the browser left, or the window was dropped while it was answered
        finally:
            self._windows.discard(window)

    async def _api(self, request: Request) -> Response:
        if request.headers.get("authorization") != self.token():
            return JSONResponse({"message": "Unauthorized"}, 401)
        if self.refusal:
            return JSONResponse(self.refusal, self.refusal["status"], media_type="application/problem+json")
        if self.too_late and request.method == "POST":
            return JSONResponse(self.too_late, self.too_late["status"], media_type="application/problem+json")
        path = request.path_params["path"].split("/")
        if path == ["reviews"]:
            return JSONResponse(self._page_of_reviews(int(request.query_params.get("cursor", 0))))
        body = json.loads(await request.body() or b"{}")
        return JSONResponse(self._answer(path, body))

    def _page_of_reviews(self, start: int) -> Event:
        listed = [{**review, "conversation": None} for review in self.reviews]
        after = start + self.page_size
        return {"reviews": listed[start:after], "cursor": str(after) if after < len(listed) else None}

    def _answer(self, path: list[str], body: Event) -> Any:
        if path == ["conversations"]:
            return {"conversations": self.conversations}
        if path[0] == "conversations" and path[-1] == "feedback":
            self.feedback.append({"message_id": path[3], **body})
            return {}
        if path[0] == "conversations":
            return {"conversation_id": path[1], "customer_id": "customer-1", "messages": self.messages}
        review = next(review for review in self.reviews if review["review_id"] == path[1])
        if len(path) == 2:
            return review
        if path[2] in ("claim", "release"):
            self.asked.append("/".join(path))
            holder, until = (self.person["sub"], self.claimed_until) if path[2] == "claim" else (None, None)
            state = "claimed" if holder else "open"
            review.update(state=state, claimed_by=holder, claimed_until=until, version=review["version"] + 1)
            return {name: value for name, value in review.items() if name != "conversation"}
        self.decisions.append({"review_id": path[1], **body})
        if review.get("second_approval") and not review.get("approved_by"):
            first = {"state": "open", "claimed_by": None, "approved_by": self.person["sub"]}
            review.update(first, version=review["version"] + 1)
        else:
            review.update(state="decided")
            self.reviews.remove(review)
        return review


def conflict(detail: str, code: str) -> Event:
    """The answer to whoever was too late."""
    return problem(detail, code, 409)
