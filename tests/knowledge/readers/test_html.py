"""What is read from HTML, well written or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.readers.reading import only, read


def text(page: str) -> str:
    return only("a.html", page.encode()).text


@pytest.mark.parametrize(
    "page",
    [
        "<head><title>T</title><body><p>Fine.</p></body>",
        "<html><head><title>T</title><p>Fine.</p>",
        "<head><title>T</title><style>p {}</style>Fine.",
        "<head><title>T</title><noscript><p>No</p><body>Fine.",
        "<head><meta charset=utf-8><title>T</title><style>1 < 2</style></head><p>Fine.",
    ],
)
def test_a_head_without_an_end_ends_where_the_body_begins(page: str) -> None:
    document = only("a.html", page.encode())
    assert (document.title, document.text) == ("T", "Fine.")


def test_the_title_of_a_picture_is_not_the_title_of_the_page() -> None:
    page = b"<head><title>Refunds</title></head><p>In 5<svg><title>Icon</title><text>x</text></svg> days.</p>"
    document = only("a.html", page)
    assert (document.title, document.text) == ("Refunds", "In 5 days.")


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<ol><li>Open<li>Tap</ol>", ["1. Open", "2. Tap"]),
        ("<ol><li><p>Open</p></li> <li><p>Tap</p></li></ol>", ["1. Open", "", "2. Tap"]),
        ("<ol start=4><li>Open</li><li value='9'>Tap</li><li>End</li></ol>", ["4. Open", "9. Tap", "10. End"]),
        ("<ol start=0><li>Open</li></ol>", ["0. Open"]),
        ("<ol start=x><li>Open</li></ol><ol><li>Tap</ol>", ["1. Open", "", "1. Tap"]),
        ("<ul><li>Open</li><li></li><li>Tap</li></ul>", ["- Open", "-", "- Tap"]),
        ("<li>Open</li></ol><p>End", ["- Open", "", "End"]),
    ],
)
def test_points_of_a_numbered_list_keep_their_numbers(page: str, lines: list[str]) -> None:
    assert text(page).splitlines() == lines


def test_a_list_within_a_list_stands_under_its_point() -> None:
    inner = "<ul>\n<li>left <b> or </b> right\n<ol start='3'><li>once</li></ol></li></ul>"
    page = f"<p>Do this:</p><ol>\n<li>Open</li>\n<li>Turn{inner}then</li>\n<li>Tap</li></ol><p>Done.</p>"
    assert text(page) == ("Do this:\n\n1. Open\n2. Turn\n    - left or right\n        3. once\nthen\n3. Tap\n\nDone.")


@pytest.mark.parametrize(
    "page",
    [
        "<dl><dt>Amber</dt><dd>No signal.</dd><dt>Green</dt><dd>Well.</dd></dl>",
        "<figure><img alt='x'><figcaption>Amber</figcaption></figure>No signal.<hr>Green<details>Well.</details>",
    ],
)
def test_what_stands_on_a_line_of_its_own_is_not_run_together(page: str) -> None:
    lines = [line for line in text(page).splitlines() if line]
    assert lines == ["Amber", "No signal.", "Green", "Well."]


def test_lists_however_deep_are_read() -> None:
    assert len(text("<ul><li>x" * 5_000)) < 500_000


def test_preformatted_text_keeps_its_lines() -> None:
    page = "<p>Type:</p><pre>\n# reset\r\nset <b>wifi</b>\n  on<br>off\n</pre><pre> </pre><h2>Then</h2>"
    assert text(page) == "Type:\n\n```\n# reset\nset wifi\n  on\noff\n```\n\n## Then"


def test_preformatted_text_without_an_end_is_kept() -> None:
    assert text("<pre>a\nb") == "```\na\nb\n```"


@pytest.mark.parametrize(
    ("lang", "language"), [("de-AT", "de"), ("FR", "fr"), ("pt_BR", "pt"), ("", ""), ("x-default", ""), ("12", "")]
)
def test_a_page_says_its_language(lang: str, language: str) -> None:
    assert only("a.html", f'<html lang="{lang}"><p>Fine.</p>'.encode()).language == language


def test_a_page_that_says_no_language_has_none() -> None:
    assert only("a.html", b"<html lang><p>Fine.</p>").language == ""
    assert only("a.html", b"<p lang='de'>Fine.</p>").language == ""


@pytest.mark.parametrize("odd", ["<![foo[x]]>", "<![ x]>", "<![if !mso]>", "<![endif]>", "<![CDATA[x]]>", "<!x>"])
def test_an_odd_declaration_is_left_out(odd: str) -> None:
    assert text(f"<p>In {odd}5 days.</p>").split() == ["In", "5", "days."]


_PARTS = (
    "<",
    ">",
    "<!",
    "<![",
    "]]>",
    "</",
    "<?",
    "<head>",
    "<ol>",
    "</ol>",
    "<li>",
    "<pre>",
    "</pre>",
    "<svg>",
    "a",
)


@given(st.lists(st.sampled_from(_PARTS) | st.text(max_size=5), max_size=30))
def test_every_page_is_read_in_some_way(parts: list[str]) -> None:
    for found in read("a.html", "".join(parts).replace("\0", "").encode("utf-8", "replace")):
        assert "cannot be read" not in str(found)
