"""Markup is removed in one pass, as by an expression that backtracks."""

import re

import pytest
from firstcontact.text.markdown import strip_markdown
from hypothesis import given
from hypothesis import strategies as st

# What this replaced: quadratic in brackets that stay open.
_REFERENCE = re.compile(
    r"!?\[([^\]]*)\]\([^)]*\)|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
    r"|^#{1,6}\s+|^>\s?",
    re.MULTILINE,
)


@given(st.text("ab[]()!*_`#>\n ", max_size=40))
def test_a_text_loses_the_same_markup_however_it_is_written(text: str) -> None:
    assert strip_markdown(text) == _REFERENCE.sub(lambda mark: mark.group(1) or "", text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("see [the page](https://x.example/a)", "see the page"),
        ("![a picture](x.png) of it", "a picture of it"),
        ("[one](a)[two](b)", "onetwo"),
        ("[open (still", "[open (still"),
        ("[a](open", "[a](open"),
        ("[[a](b)", "[a"),
        ("(a) [b] (c)", "(a) [b] (c)"),
    ],
)
def test_a_link_becomes_its_label_and_an_open_bracket_stays(text: str, plain: str) -> None:
    assert strip_markdown(text) == plain
