"""Sentences, clauses and words that begin alike."""

import re
from collections.abc import Collection

import pytest
from firstcontact.text import analysis
from hypothesis import given
from hypothesis import strategies as st

_WORDS = st.lists(st.text("ab", min_size=1, max_size=8), max_size=12)


def _compared_one_by_one(part: list[str], whole: Collection[str]) -> list[str]:
    """The same rule as one would write it down: quadratic in the number of words."""
    return [
        word
        for word in dict.fromkeys(part)
        if word not in whole
        and not (len(word) >= 4 and any(len(o) >= 4 and (o.startswith(word) or word.startswith(o)) for o in whole))
    ]


@given(_WORDS, _WORDS)
def test_long_words_match_if_one_begins_with_the_other(part: list[str], whole: list[str]) -> None:
    assert analysis.missing(part, set(whole)) == _compared_one_by_one(part, set(whole))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("J. Smith wrote. He left.", ("J. Smith wrote.", "He left.")),
        ("By A. B. Cook. Read it.", ("By A. B. Cook.", "Read it.")),
        ("Mr Smith-J. Cook came.", ("Mr Smith-J.", "Cook came.")),
        ("It needs 2 A. Use it.", ("It needs 2 A.", "Use it.")),
        ("A box, e.g. Blue. Or red.", ("A box, e.g. Blue.", "Or red.")),
    ],
)
def test_an_initial_ends_no_sentence(text: str, sentences: tuple[str, ...]) -> None:
    assert analysis.sentences(text) == sentences


@pytest.mark.parametrize("blanks", [" ", "   ", "\t \n"])
def test_clauses_are_found_however_many_blanks_divide_them(blanks: str) -> None:
    sentence = f"We ship daily,{blanks}and{blanks}the parcel takes two days{blanks}but{blanks}the price stays low"
    assert [re.sub(r"\s+", " ", one) for one in analysis.clauses(sentence)] == [
        "We ship daily",
        "and the parcel takes two days",
        "the price stays low",
    ]
