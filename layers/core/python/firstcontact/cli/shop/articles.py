"""Articles whose addresses open nowhere: the suite serves them as pages, and its documents link to these."""

from collections.abc import Iterator
from urllib.parse import quote

from markdown_it import MarkdownIt

from firstcontact.knowledge.records import Document
from firstcontact.shop.pages import ArticlePage, has_page, page_key
from firstcontact.shop.shop import Shop


def article_pages(shop: Shop) -> Iterator[tuple[str, bytes]]:
    """The key and content of each article's page, if it has one. HTML inside an article is shown as text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for article in shop.articles:
        document = article.document
        if has_page(document):
            page = ArticlePage(
                title=document.title or document.id,
                html=markdown.render(document.text),
                language=document.language or shop.profile.default_language,
            )
            yield page_key(document.id), page.model_dump_json().encode()


def linked(document: Document, console: str) -> Document:
    """A document whose address opens: the console serves those that have a page."""
    if not has_page(document):
        return document
    return document.model_copy(update={"url": f"{console}/articles/{quote(document.id, safe='')}"})
