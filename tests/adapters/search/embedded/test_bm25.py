"""Scores by word are those that Lucene's BM25 gives, told in the plainest way."""

import math
import sqlite3

import numpy as np
import pytest
from firstcontact.adapters.search.embedded.bm25 import K1, B, Bm25, rounded, terms
from firstcontact.adapters.search.embedded.file import TOKENIZER
from firstcontact.adapters.search.index import TITLE
from firstcontact.text.queries import query_words
from hypothesis import example, given
from hypothesis import strategies as st

DEPTH = 5
WORDS = ["order", "orders", "Ordering", "café", "cafe", "42", "²", "日本", "the"]
SOME = st.lists(st.sampled_from(WORDS)).map(" ".join)
Passages = list[tuple[str, str]]


def plainly(passages: Passages, question: str) -> list[tuple[int, float]]:
    """Word by word and passage by passage."""
    held = [terms(title.split()) * TITLE + terms(text.split()) for title, text in passages]
    mean = sum(map(len, held)) / len(held)
    scores = []
    for passage in held:
        score = 0.0
        for term in terms(query_words(question)):
            among = sum(term in other for other in held)
            if term in passage:
                rarity = math.log(1 + (len(held) - among + 0.5) / (among + 0.5))
                often, length = passage.count(term), int(rounded(np.array([len(passage)]))[0])
                score += rarity * often / (often + K1 * (1 - B + B * length / mean))
        scores.append(score)
    best = sorted((place for place in range(len(held)) if scores[place]), key=lambda place: -scores[place])
    return [(place, scores[place]) for place in best]


@given(passages=st.lists(st.tuples(SOME, SOME), min_size=1), question=SOME)
@example(passages=[("order " * 20, "order " * 200), ("", "order")], question="order")
@example(passages=[("", "")], question="order")
def test_passages_are_scored_and_ordered_as_the_formula_says(passages: Passages, question: str) -> None:
    numbers = np.arange(len(passages)) * 3 + 7
    file = sqlite3.connect(":memory:")
    file.execute(f"CREATE VIRTUAL TABLE words USING fts5 (title, text, tokenize = '{TOKENIZER}')")
    rows = ((number, *passage) for number, passage in zip(numbers.tolist(), passages, strict=True))
    file.executemany("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", rows)
    found = Bm25(file.execute, numbers).best(query_words(question), np.arange(len(passages)), DEPTH)
    wanted = plainly(passages, question)
    assert [score for _, score in found] == pytest.approx([score for _, score in wanted[:DEPTH]], rel=1e-9)
    assert len({row for row, _ in found}) == len(found)
    for row, score in found:
        assert score == pytest.approx(dict(wanted)[row], rel=1e-9)


@pytest.mark.parametrize(
    ("length", "kept"),
    [(0, 0), (23, 23), (24, 24), (39, 39), (40, 40), (41, 40), (57, 56), (1000, 984), (4000, 3864)],
)
def test_lengths_are_kept_in_a_byte_as_lucene_does(length: int, kept: int) -> None:
    assert rounded(np.array([length]))[0] == kept
