"""HTTP responses of the console, with entity tags so that browsers can reuse cached files."""

from html import escape

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from functions.console.files import Text

FRESH, KEPT = "no-cache", "public, max-age=31536000, immutable"


def answer(text: Text, event: APIGatewayProxyEvent, caching: str = FRESH, **headers: str) -> Response[str]:
    """The text, or 304 if the request's ``If-None-Match`` contains its entity tag."""
    every: dict[str, str | list[str]] = {
        "Cache-Control": caching,
        "ETag": text.etag,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        **{name.replace("_", "-").title(): value for name, value in headers.items()},
    }
    if text.etag in event.headers.get("If-None-Match", ""):
        return Response(status_code=304, body="", headers=every)
    return Response(status_code=200, content_type=text.kind, body=text.body, headers=every)


def base(event: APIGatewayProxyEvent, depth: int = 0) -> str:
    """The base element, or "" if relative links work without one; ``depth`` counts the folders above the page.

    ``/live`` and ``/live/`` are the same page, and so are ``/live/review`` and ``/live/review/``. A gateway without
    a domain of its own is addressed by path and does not report which of the two was requested.
    """
    context = event.request_context
    seen = context.path or "/"
    meant = seen.rstrip("/") + ("" if event.path.strip("/") else "/")
    if depth:
        meant = meant.rsplit("/", depth + 1)[0] + "/"
    mount = "" if context.domain_name else f"/_aws/execute-api/{context.api_id}"
    return f'<base href="{escape(mount + meant)}">' if mount or seen != meant else ""
