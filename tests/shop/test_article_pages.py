"""A shop's public articles become pages where nobody else serves them, and what is written in them stays text."""

import pytest
from firstcontact.cli.shop.articles import article_pages
from firstcontact.shop.pages import ArticlePage, page_key

from tests.shop.conftest import ShopFolder

ARTICLE = """\
---
id: how/to
title: How to return
url: https://help.velo.example/how-to
audience: public
---
## Steps

Pack **all** of it. <script>alert(1)</script> [ask](javascript:alert(1)) [read](https://velo.example/)
"""


def test_a_public_article_is_a_page_in_its_own_language(folder: ShopFolder) -> None:
    folder.write("articles/how-to.md", ARTICLE)
    pages = {key: ArticlePage.model_validate_json(page) for key, page in article_pages(folder.read())}
    page = pages[page_key("how/to")]
    assert (page.title, page.language) == ("How to return", "en")
    assert "<h2>Steps</h2>" in page.html
    assert "<strong>all</strong>" in page.html
    assert '<a href="https://velo.example/">read</a>' in page.html


def test_nothing_in_an_article_runs(folder: ShopFolder) -> None:
    folder.write("articles/how-to.md", ARTICLE)
    html = "".join(page.decode() for _, page in article_pages(folder.read()))
    assert "<script" not in html
    assert 'href=\\"javascript' not in html


@pytest.mark.parametrize(
    ("told", "instead"),
    [
        ("audience: public", "audience: agents"),
        ("https://help.velo.example/", "https://help.velo.com/"),
        ("url: ", "# "),
    ],
)
def test_an_article_for_agents_or_with_an_address_that_opens_is_no_page(
    folder: ShopFolder, told: str, instead: str
) -> None:
    folder.write("articles/how-to.md", ARTICLE.replace(told, instead))
    assert page_key("how/to") not in dict(article_pages(folder.read()))
