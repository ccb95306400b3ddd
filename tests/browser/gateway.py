"""The console asked as a gateway asks it, without a gateway: a path in, the handler's answer out."""

from collections.abc import Mapping
from typing import Any

from firstcontact.errors import NotFound
from firstcontact.services import Services
from firstcontact.settings import Settings
from firstcontact.shop.pages import ArticlePage
from firstcontact.shop.ports import ArticlePages
from firstcontact.shop.published import PublishedShop

from functions.console.handler import handler
from tests.fakes.stores import FakeCosts

CLIENT = "console-test-client"


class OneArticle:
    """Fills ``ArticlePages``."""

    def get(self, document_id: str) -> ArticlePage:
        if document_id != "returns":
            raise NotFound("there is no such article", code="article_not_found")
        return ArticlePage(title="Return <it>", html="<p>Within 30 days.</p>", language="de")


class ConsoleServices(Services):
    """What the console needs: settings, a cost ledger, prices, an article, and a shop once one is published."""

    def __init__(self, **settings: str) -> None:
        told = {
            "user_pool_client_id": CLIENT,
            "websocket_url": "wss://chat.example.com/live",
            "uploads_bucket": "uploads",
            **settings,
        }
        super().__init__(Settings.model_validate(told))
        self.costs = FakeCosts()
        self.article_pages: ArticlePages = OneArticle()
        self.published: PublishedShop | None = None

    @property
    def shop(self) -> PublishedShop:
        return self.published or super().shop


def ask(
    path: str,
    services: Services | None = None,
    *,
    typed: str | None = None,
    domain: str | None = "shop.example.com",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """GET ``path``; ``typed`` is the address with its stage, ``domain`` None is a gateway addressed by path."""
    context = {
        "stage": "live",
        "apiId": "api1",
        "path": typed or f"/live{path}",
        "requestId": "r",
        "httpMethod": "GET",
    }
    event = {
        "resource": path,
        "path": path,
        "httpMethod": "GET",
        "headers": dict(headers or {}),
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "queryStringParameters": dict(query) if query else None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "pathParameters": None,
        "requestContext": context | ({"domainName": domain} if domain else {}),
        "body": None,
        "isBase64Encoded": False,
    }
    answer: dict[str, Any] = handler(event, None, services or ConsoleServices())
    return answer


def header(answer: Mapping[str, Any], name: str) -> str:
    """A header of an answer, in whichever form the resolver gave it."""
    every = {**{k: [v] for k, v in (answer.get("headers") or {}).items()}, **(answer.get("multiValueHeaders") or {})}
    return next((str(values[0]) for found, values in every.items() if found.lower() == name.lower()), "")
