"""Scores by word are those of FTS5's own function."""

import sqlite3

import numpy as np
import pytest
from firstcontact import condensing
from firstcontact.adapters.embedded.bm25 import Bm25
from firstcontact.adapters.embedded.file import TOKENIZER
from firstcontact.adapters.indexes import TITLE
from hypothesis import example, given
from hypothesis import strategies as st

DEPTH = 5
BY_FTS5 = f"""
SELECT rowid, -bm25(words, {TITLE}, 1) AS score FROM words WHERE words MATCH ?
ORDER BY score DESC, rowid LIMIT {DEPTH}
"""
WORDS = ["order", "orders", "Ordering", "café", "cafe", "42", "²", "日本", "the"]
SOME = st.lists(st.sampled_from(WORDS)).map(" ".join)


@given(passages=st.lists(st.tuples(SOME, SOME), min_size=1), question=SOME)
@example(passages=[("order " * 200, "order " * 20_000), ("", "order")], question="order")
@example(passages=[("", "")], question="order")
def test_passages_are_scored_and_ordered_as_by_fts5(passages: list[tuple[str, str]], question: str) -> None:
    numbers = np.arange(len(passages)) * 3 + 7
    file = sqlite3.connect(":memory:")
    file.execute(f"CREATE VIRTUAL TABLE words USING fts5 (title, text, tokenize = '{TOKENIZER}')")
    rows = ((number, *passage) for number, passage in zip(numbers.tolist(), passages, strict=True))
    file.executemany("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", rows)
    query = " OR ".join(f'"{word}"' for word in condensing.words(question))
    wanted = file.execute(BY_FTS5, (query,)).fetchall() if query else []
    found = Bm25(file.execute, numbers).best(condensing.words(question), np.arange(len(passages)), DEPTH)
    assert [numbers[row] for row, _ in found] == [number for number, _ in wanted]
    assert [score for _, score in found] == pytest.approx([score for _, score in wanted], rel=1e-12)
