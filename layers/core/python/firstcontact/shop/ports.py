"""What serves a shop's articles."""

from typing import Protocol

from firstcontact.shop.pages import ArticlePage


class ArticlePages(Protocol):
    """Published articles as pages of the suite."""

    def get(self, document_id: str) -> ArticlePage:
        """The page of an article; ``NotFound`` if there is none."""
