"""An article as a page of the suite, and where it is published."""

from urllib.parse import quote

from firstcontact.record import Record


class ArticlePage(Record):
    """A public article: its title, and its text as HTML without scripts."""

    title: str
    html: str
    language: str


def page_key(document_id: str) -> str:
    """The key of an article's page in the knowledge bucket."""
    return f"shop/articles/{quote(document_id, safe='')}.json"
