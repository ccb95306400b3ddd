"""An article as a page of the suite: which articles have one, and where it is published."""

from urllib.parse import quote, urlsplit

from firstcontact.knowledge.records import Document
from firstcontact.record import Record


class ArticlePage(Record):
    """A public article: its title, and its text as HTML without scripts."""

    title: str
    html: str
    language: str


def has_page(document: Document) -> bool:
    """Whether the suite serves the document: it is public, and its address is reserved (RFC 2606) and never opens."""
    return document.audience == "public" and (urlsplit(document.url).hostname or "").endswith(".example")


def page_key(document_id: str) -> str:
    """The key of an article's page in the knowledge bucket."""
    return f"shop/articles/{quote(document_id, safe='')}.json"
