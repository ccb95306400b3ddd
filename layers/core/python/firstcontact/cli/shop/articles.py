"""A shop's articles as pages that the suite serves itself, for a shop whose help centre is not on the web."""

from collections.abc import Iterator

from markdown_it import MarkdownIt

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
