"""The files that the console serves: two pages and their assets, each read once; no other file is served.

Every link to an asset contains a digest of all assets: browsers may cache an asset indefinitely and still load a
new release.
"""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from firstcontact.shop.pages import ArticlePage

FOLDER = Path(__file__).parent
SUITE = "First Contact"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True)
class Text:
    """A text to serve, with its media type; its entity tag is derived from its content."""

    kind: str
    body: str

    @property
    def etag(self) -> str:
        """A strong entity tag."""
        return f'"{hashlib.sha256(self.body.encode()).hexdigest()[:20]}"'


@cache
def release() -> str:
    """The digest of all assets."""
    return hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in _assets().items()).encode()).hexdigest()[:12]


def asset(name: str) -> Text | None:
    """The asset with this name, with links to the current release; None for any other name."""
    return _served().get(name)


@lru_cache(maxsize=16)
def page(name: str, base: str = "", shop: str = SUITE) -> Text:
    """A page of a shop; ``base`` is the element its relative links start from, if they need one."""
    body = (FOLDER / "pages" / f"{name}.html").read_text("utf-8")
    return Text(KINDS[".html"], _stamped(body.replace("<!-- base -->", base).replace("<!-- shop -->", escape(shop))))


def article(shown: ArticlePage, base: str, shop: str) -> Text:
    """The page of an article."""
    body = page("article", base, shop).body
    # The text comes last, so that nothing in it is taken for a place to fill.
    filled = {"title": escape(shown.title), "language": escape(shown.language), "article": shown.html}
    for name, value in filled.items():
        body = body.replace(f"<!-- {name} -->", value)
    return Text(KINDS[".html"], body)


@cache
def _served() -> dict[str, Text]:
    return {name: Text(KINDS[Path(name).suffix], _stamped(body)) for name, body in _assets().items()}


@cache
def _assets() -> dict[str, str]:
    files = sorted(path for path in (FOLDER / "assets").iterdir() if path.suffix in KINDS)
    return {path.name: path.read_text("utf-8") for path in files}


def _stamped(body: str) -> str:
    """The text with the release added to every link to an asset."""
    for name in _assets():
        for link in (f'"assets/{name}', f'"./{name}'):
            body = body.replace(f'{link}"', f'{link}?v={release()}"')
    return body
