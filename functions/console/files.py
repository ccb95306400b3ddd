"""The files that the console serves: three pages and their assets, each read once; no other file is served.

Every link to an asset contains a digest of all assets, or of the asset itself if it is the shop's: browsers may cache
an asset indefinitely and still load a new release.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from firstcontact.shop.pages import ArticlePage

FOLDER = Path(__file__).parent
SUITE = "First Contact"
STYLESHEET, LOGO = "look.css", "logo.svg"
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
        return f'"{self.digest}"'

    @property
    def digest(self) -> str:
        """A hash of the content."""
        return hashlib.sha256(self.body.encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Look:
    """What a shop's pages show of it; without a stylesheet or a logo, the suite's own."""

    name: str
    stylesheet: Text | None = None
    logo: Text | None = None

    def asset(self, name: str) -> Text | None:
        """The shop's own asset with this name; None for any other name."""
        return {STYLESHEET: self.stylesheet, LOGO: self.logo}.get(name)


@cache
def release() -> str:
    """The digest of all assets."""
    return hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in _assets().items()).encode()).hexdigest()[:12]


def asset(name: str) -> Text | None:
    """The asset with this name, with links to the current release; None for any other name."""
    return _served().get(name)


@lru_cache(maxsize=16)
def page(name: str, base: str = "", look: Look = Look(SUITE)) -> Text:
    """A page of a shop; ``base`` is the element its relative links start from, if they need one."""
    body = (FOLDER / "pages" / f"{name}.html").read_text("utf-8")
    filled = {
        "base": base,
        "stylesheet": f'<link rel="stylesheet" href="{_link(STYLESHEET, look.stylesheet)}">'
        if look.stylesheet
        else "",
        "logo": _logo(look),
        "name": "" if look.logo else escape(look.name),
        "shop": escape(look.name),
    }
    return Text(KINDS[".html"], _filled(_stamped(body), filled))


def article(shown: ArticlePage, base: str, look: Look) -> Text:
    """The page of an article."""
    # The text comes last, so that nothing in it is taken for a place to fill.
    filled = {"title": escape(shown.title), "language": escape(shown.language), "article": shown.html}
    return Text(KINDS[".html"], _filled(page("article", base, look).body, filled))


def _filled(body: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        body = body.replace(f"<!-- {name} -->", value)
    return body


def _logo(look: Look) -> str:
    """The image in the bar above a page: the shop's logo, or the suite's icon that stands beside the name."""
    if look.logo:
        return f'<img class="logo" src="{_link(LOGO, look.logo)}" alt="{escape(look.name)}">'
    return f'<img class="icon" src="assets/icon.svg?v={release()}" alt="" width="26" height="26">'


def _link(name: str, text: Text) -> str:
    return f"assets/{name}?v={text.digest}"


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
