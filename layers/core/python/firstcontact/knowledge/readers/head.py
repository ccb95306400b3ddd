"""Reads metadata from a page's head: its address on the web, and when it was changed.

Each can be given in several ways; the first that can be parsed is used, and it stays empty if none can.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from firstcontact.knowledge.records import MAX_URL_CHARS, in_utc

_ADDRESSES = ("link canonical", "og:url")
_MOMENTS = ("article:modified_time", "article:published_time", "date", "datemodified")
_NAMED = ("property", "name", "itemprop")


class Head:
    """Collects the metadata while a page is parsed."""

    def __init__(self) -> None:
        self._said: dict[str, list[str]] = {name: [] for name in (*_ADDRESSES, *_MOMENTS)}

    def hear(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Record a ``link`` or ``meta`` element."""
        if tag == "link":
            names, value = {f"link {rel}" for rel in _words(attributes, "rel")}, attributes.get("href")
        else:
            names, value = {name for key in _NAMED for name in _words(attributes, key)}, attributes.get("content")
        for name in self._said.keys() & names:
            self._said[name].append((value or "").strip())

    @property
    def url(self) -> str:
        """The page's address on the web; "" if none is given."""
        return next(filter(_is_address, self._told(_ADDRESSES)), "")

    @property
    def updated_at(self) -> datetime | None:
        """When the page was changed, else when it was published; None if unknown."""
        return next(_moments(self._told(_MOMENTS)), None)

    def _told(self, names: Iterable[str]) -> Iterator[str]:
        return (value for name in names for value in self._said[name])


def _words(attributes: dict[str, str | None], key: str) -> list[str]:
    return (attributes.get(key) or "").lower().split()


def _is_address(value: str) -> bool:
    with suppress(ValueError):
        parts = urlsplit(value)
        # Accessing the port raises ValueError if it is invalid.
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        return bool(whole) and len(value) <= MAX_URL_CHARS and value.isprintable() and " " not in value
    return False


def _moments(values: Iterable[str]) -> Iterator[datetime]:
    for value in values:
        with suppress(ValueError):
            yield in_utc(datetime.fromisoformat(value))
