"""Scores passages by word: BM25 as Lucene computes it, from the postings of the full-text index.

It follows Lucene down to the rounding of lengths, so that an index in OpenSearch ranks alike. FTS5's own function
reads every passage that contains any of the words, which takes six times as long.
"""

import math
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from firstcontact.adapters.search.embedded.file import TOKENIZER, folded
from firstcontact.adapters.search.index import TITLE

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]
    Scores = npt.NDArray[np.float64]
    Ask = Callable[[str, Sequence[object]], sqlite3.Cursor]

K1, B = 1.2, 0.75  # Lucene's defaults
EXACT, DIGITS = 24, 4  # Lucene stores lengths below 24 exactly, and 4 binary digits of the excess
REMEMBERED = 256  # terms in the cache
_POSTINGS = "CREATE VIRTUAL TABLE temp.postings USING fts5vocab (main, words, instance)"
# One joined string instead of one row per hit saves most of the time: Python need not create an object for each.
_OF_TERM = "SELECT group_concat(2 * doc + (col = 'title')) FROM postings WHERE term = ?"
_SIZES = "SELECT group_concat(hex(sz), '') FROM (SELECT sz FROM words_docsize ORDER BY id)"


class Bm25:
    """BM25 scores in an index whose passages have these numbers, in ascending order."""

    def __init__(self, ask: "Ask", numbers: "Rows") -> None:
        self._ask, self._numbers = ask, numbers
        ask(_POSTINGS, ())
        lengths = _lengths(ask(_SIZES, ()).fetchone()[0] or "")
        mean = (lengths.sum() or 1) / max(1, lengths.size)
        # Indexed by passage number (with gaps for deleted ones), so that postings need no lookup.
        self._norms = np.ones(numbers[-1] + 1 if numbers.size else 0)
        self._norms[numbers] = K1 * (1 - B + B * rounded(lengths) / mean)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._look_up)

    def best(self, words: Sequence[str], rows: "Rows", depth: int) -> list[tuple[int, float]]:
        """The rows that contain any of the words, with scores, best first and ties in order; at most ``depth``."""
        scores = np.zeros(self._norms.size)
        for term in terms(words):
            numbers, values = self._remembered(term)
            scores[numbers] += values
        scores = scores[self._numbers[rows]]
        found = np.flatnonzero(scores)
        kept = scores[found]
        if depth < kept.size:
            best = kept >= np.partition(kept, -depth)[-depth]
            found, kept = found[best], kept[best]
        order = np.argsort(-kept, kind="stable")[:depth]
        return list(zip(rows[found[order]].tolist(), kept[order].tolist(), strict=True))

    def _look_up(self, term: str) -> tuple["Rows", "Scores"]:
        """The numbers of the passages that contain a term, and its score in each."""
        hits = integers(self._ask(_OF_TERM, (term,)).fetchone()[0])
        starts = np.flatnonzero(np.diff(hits >> 1, prepend=-1))
        numbers = hits[starts] >> 1
        frequencies = np.add.reduceat(1.0 + (TITLE - 1) * (hits & 1), starts)
        rarity = math.log1p((self._numbers.size - starts.size + 0.5) / (starts.size + 0.5))
        return numbers, rarity * (frequencies / (frequencies + self._norms[numbers]))


def terms(words: Iterable[str]) -> list[str]:
    """The index terms of these words, split and stemmed by the tokenizer of the index."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        scratch.execute(f"CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = '{TOKENIZER}')")
        scratch.execute("CREATE VIRTUAL TABLE terms USING fts5vocab (words, instance)")
        scratch.executemany("INSERT INTO words VALUES (?)", ((folded(word),) for word in words))
        return [term for (term,) in scratch.execute("SELECT term FROM terms ORDER BY doc, offset")]


def integers(joined: str | None) -> "Rows":
    """The integers in a result of ``group_concat``."""
    return np.fromstring(joined, dtype=np.int64, sep=",") if joined else np.empty(0, dtype=np.int64)


def rounded(lengths: "Rows") -> "Rows":
    """Lengths as Lucene stores them, in one byte each (its ``SmallFloat.intToByte4``)."""
    above = np.maximum(lengths - EXACT, 0)
    shifts = np.maximum(np.frexp(above)[1] - DIGITS, 0)
    return np.where(lengths < EXACT, lengths, EXACT + (above >> shifts << shifts))


def _lengths(joined: str) -> "Rows":
    """The number of tokens in each passage, those of its title counted ``TITLE`` times.

    ``joined`` has FTS5's sizes per column, in hex: numbers in base 128, the high bit set in all digits but the last.
    """
    digits = np.frombuffer(bytes.fromhex(joined), dtype=np.uint8)
    ends = np.flatnonzero(digits < 128)
    starts = np.append(0, ends + 1)[:-1]
    places = np.repeat(ends, ends - starts + 1) - np.arange(digits.size)
    columns = np.add.reduceat((digits & 127).astype(np.int64) << 7 * places, starts)
    lengths: Rows = columns.reshape(-1, 2) @ np.array([TITLE, 1])
    return lengths
