"""What a page's head says of its address and its age."""

from datetime import UTC, datetime

import pytest
from firstcontact.knowledge.records import MAX_URL_CHARS, Document

from tests.knowledge.readers.reading import only

MAY = datetime(2026, 5, 3, tzinfo=UTC)


def page(head: str, body: str = "<p>Fine.") -> Document:
    return only("a.html", f"<html><head><title>T</title>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://help.example/a">',
        "<LINK REL='Alternate CANONICAL' HREF=' https://help.example/a '/>",
        '<meta property="og:url" content="https://help.example/a">',
        '<meta property="og:url" content="https://help.example/b"><link rel=canonical href=https://help.example/a>',
        '<link rel="canonical" href="/a"><meta property="og:url" content="https://help.example/a">',
    ],
)
def test_a_page_says_its_address(head: str) -> None:
    assert page(head).url == "https://help.example/a"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/articles/a",
        "help.example/a",
        "https://",
        "https://help.example:99999/",
        "https://[help.example/",
        "https://help.example/a b",
        "https://help.example/&#10;b",
        "javascript:alert(1)",
        "ftp://help.example/a",
        "https://help.example/" + "a" * MAX_URL_CHARS,
    ],
)
def test_what_is_no_address_on_the_web_is_left_out(address: str) -> None:
    found = page(
        f'<link rel="canonical" href="{address}"><link rel="canonical"><link rel="stylesheet" href="https://x">'
    )
    assert (found.url, found.text) == ("", "Fine.")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2026-05-03">',
        '<meta property="article:modified_time" content="2026-05-03T02:00:00+0200">',
        '<meta property="article:published_time" content="2026-05-03T00:00:00Z">',
        '<meta name="date" content=" 2026-05-03 ">',
        '<meta itemprop="dateModified" content="2026-05-03T00:00">',
        '<meta name=date content=2025-01-01><meta property="article:published_time" content="2026-05-03">',
        '<meta property="article:published_time" content="2025-01-01">'
        '<meta property="article:modified_time" content="2026-05-03">',
        '<meta property="article:modified_time" content="soon"><meta name="date" content="2026-05-03">',
    ],
)
def test_a_page_says_when_it_was_changed_else_published(head: str) -> None:
    assert page(head).updated_at == MAY


@pytest.mark.parametrize(
    "moment", ["", "soon", "2026", "1777766400", "3 May 2026", "2026-02-30", "0001-01-01T00:00:00+05:00"]
)
def test_what_is_no_moment_is_left_out(moment: str) -> None:
    found = page(f'<meta property="article:modified_time" content="{moment}"><meta name="date">')
    assert (found.updated_at, found.text) == (None, "Fine.")


SAID = '<link rel="canonical" href="https://help.example/a"><meta name="date" content="2026-05-03">'


@pytest.mark.parametrize("written", [f"<title>T</title>{SAID}<p>Fine.", f"<head>{SAID}<p>Fine.", f"{SAID}Fine."])
def test_a_head_need_not_be_written_as_one(written: str) -> None:
    found = only("a.html", written.encode())
    assert (found.url, found.updated_at, found.text) == ("https://help.example/a", MAY, "Fine.")


@pytest.mark.parametrize(
    "written",
    [
        f"<head></head><body>{SAID}<p>Fine.",
        f"<p>Fine.</p>{SAID}",
        f"Fine.{SAID}",
        f"<head><template>{SAID}</template></head><p>Fine.",
        f"<p>Fine.</p><head>{SAID}</head>",
    ],
)
def test_what_stands_elsewhere_says_nothing_of_the_page(written: str) -> None:
    found = only("a.html", written.encode())
    assert (found.url, found.updated_at, found.text) == ("", None, "Fine.")
