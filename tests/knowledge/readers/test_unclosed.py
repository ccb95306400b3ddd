"""What a page opens and never closes is text."""

import pytest
from firstcontact.knowledge.readers.markup import read_html
from firstcontact.knowledge.readers.unclosed import escape_unclosed


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Below 5 <a", "Below 5 <a"),
        ("<p>a</p><a href='x", "a\n\n<a href='x"),
        ("<p>a <!-- b", "a <!-- b"),
        ("<p>a <!-- b</p>c", "a <!-- b</p>c"),
        ("<p>a<![CDATA[b>c", "a<![CDATA[b>c"),
        ("<p>a<![if b>c", "a<![if b>c"),
        ("<p>a</", "a</"),
        ("<script><!-- a</script><p>b", "b"),
    ],
)
def test_what_is_not_closed_is_read_as_text(page: str, text: str) -> None:
    assert read_html(page).text == text


@pytest.mark.parametrize(
    "page",
    [
        "<p>a</p>",
        "<!-- a --><p>b</p><!-- c -- >",
        "<!-- <!-- --><p>b</p>",
        "<p><![CDATA[a]]></p>",
        "<![if IE]><p>a</p><![endif]>",
        "<script><!-- a --></script><style>p > a {}</style>",
        "1 < 2 and <b>3 > 2</b>",
    ],
)
def test_a_page_that_closes_what_it_opens_stays_as_it_is(page: str) -> None:
    assert escape_unclosed(page) == page
