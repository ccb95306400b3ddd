"""The console: the pages for chat, review and articles, their assets, the API's description, the health check."""

import json
from functools import cache

from aws_lambda_powertools.event_handler import Response
from firstcontact import __version__
from firstcontact.entrypoints.rest import Api, http
from firstcontact.errors import NotFound, Unavailable

from functions.console import files, suite
from functions.console.answers import FRESH, KEPT, answer, base
from functions.console.files import Look, Text
from functions.console.look import LOGO_POLICY, look_of

JSON = "application/json"
OPENAPI = files.FOLDER / "openapi.json"
app = Api("Console", is_open=True)


@app.get("/", include_in_schema=False)
def chat_page() -> Response[str]:
    """The page on which customers chat."""
    return _page("chat")


@app.get("/review", include_in_schema=False)
def review_page() -> Response[str]:
    """The page on which reviewers decide."""
    return _page("review", *suite.photo_addresses(app.services.settings))


@app.get("/articles/<document_id>", include_in_schema=False)
def article_page(document_id: str) -> Response[str]:
    """A public article, for a shop whose help centre is not on the web."""
    shown = app.services.article_pages.get(document_id)
    page = files.article(shown, base(app.current_event, depth=1), _look())
    return answer(page, app.current_event, content_security_policy=suite.policy(app.services.settings))


@app.get("/assets/<file>", include_in_schema=False)
def read_asset(file: str) -> Response[str]:
    """An asset of the pages or of the shop; ``config.json`` is the configuration of this suite."""
    if file == "config.json":
        return answer(Text(JSON, json.dumps(suite.configuration(app.services.settings))), app.current_event)
    wanted = app.current_event.query_string_parameters.get("v")
    if found := files.asset(file):
        return answer(found, app.current_event, KEPT if wanted == files.release() else FRESH)
    if own := _look().asset(file):
        caching = KEPT if wanted == own.digest else FRESH
        return answer(own, app.current_event, caching, content_security_policy=LOGO_POLICY)
    raise NotFound("there is no such file", code="file_not_found", remedy="Reload the page.")


@app.get("/openapi.json", include_in_schema=False)
def describe_api() -> Response[str]:
    """The OpenAPI document generated from the handlers."""
    return answer(_description(), app.current_event)


@app.get("/health", summary="Check whether the suite is up", tags=["operations"])
def check_health() -> dict[str, str]:
    """Without sign-in: whether the API answers, and its version."""
    return {"status": "ok", "version": __version__}


def _page(name: str, *images: str) -> Response[str]:
    policy = suite.policy(app.services.settings, *images)
    page = files.page(name, base(app.current_event), _look())
    return answer(page, app.current_event, content_security_policy=policy)


def _look() -> Look:
    try:
        return look_of(app.services.shop)
    except Unavailable:
        return look_of(None)


@cache
def _description() -> Text:
    if not OPENAPI.is_file():
        raise NotFound(
            "the API's description is missing",
            code="not_described",
            remedy="Generate it with `make openapi` and deploy again.",
        )
    return Text(JSON, OPENAPI.read_text("utf-8"))


handler = http(app)
