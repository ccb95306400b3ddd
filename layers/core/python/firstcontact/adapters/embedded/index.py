"""Searches the file: BM25 over the words, exact cosine over one matrix of all vectors, scored together."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from firstcontact import retrieval
from firstcontact.adapters.embedded.file import open_to_read
from firstcontact.adapters.embedded.query import words_query
from firstcontact.errors import Unavailable
from firstcontact.model.knowledge import Kind, Passage, visible_to

if TYPE_CHECKING:
    import numpy.typing as npt

    from firstcontact.ports import Vectors

DEPTH = 50
KINDS: tuple[Kind, Kind] = ("article", "ticket")
Seen = tuple[str, str, str, str, str]  # a tenant, two audiences, two kinds
_BY_WORD = """
SELECT words.rowid, -bm25(words, 2.0, 1.0) AS score FROM words JOIN passages ON passages.number = words.rowid
JOIN documents ON documents.number = passages.document
WHERE words MATCH ? AND tenant = ? AND audience IN (?, ?) AND kind IN (?, ?) ORDER BY score DESC, words.rowid LIMIT ?
"""
_PASSAGE = """
SELECT id, title, url, text, kind FROM passages JOIN documents ON documents.number = document
WHERE passages.number = ?
"""


class EmbeddedIndex:
    """Fills ``KnowledgeIndex`` from one file, loaded once; documents written later are seen by a new one."""

    def __init__(self, path: Path, encoder: str) -> None:
        self._file = open_to_read(path, encoder)
        numbers = [number for (number,) in self._file.execute("SELECT number FROM passages ORDER BY number")]
        self._numbers = np.array(numbers, dtype=np.int64)
        self._matrix = self._load(len(numbers))
        self._rows: dict[Seen, npt.NDArray[np.int64]] = {}

    def search(
        self,
        parts: Sequence[str],
        vectors: "Vectors",
        *,
        k: int,
        tenant: str = "default",
        audience: str = "public",
        kind: Kind | None = None,
    ) -> list[Passage]:
        audiences = visible_to(audience)
        seen = (tenant, audiences[0], audiences[-1], *((kind, kind) if kind else KINDS))
        rows = self._visible(seen)
        if k < 1 or not rows.size:
            return []
        depth = max(DEPTH, k)
        cosines = (self._matrix if rows.size == len(self._numbers) else self._matrix[rows]) @ vectors.T
        by_word = [self._by_word(part, seen, depth) for part in parts]
        hits = {number for found in by_word for number, _ in found}
        places = np.searchsorted(self._numbers[rows], sorted(hits))
        candidates = np.union1d(places, np.concatenate([_nearest(column, depth) for column in cosines.T]))
        numbers = self._numbers[rows[candidates]].tolist()
        near = dict(zip(numbers, cosines[candidates].tolist(), strict=True))
        return [self._passage(number, score, near[number][0]) for number, score in retrieval.merge(by_word, near)[:k]]

    def _by_word(self, query: str, seen: Seen, depth: int) -> list[tuple[int, float]]:
        words = words_query(query)
        if words is None:
            return []
        try:
            return self._file.execute(_BY_WORD, (words, *seen, depth)).fetchall()
        except sqlite3.Error as error:
            raise Unavailable("the knowledge index could not be searched") from error

    def _passage(self, number: int, score: float, cosine: float) -> Passage:
        document_id, title, url, text, kind = self._file.execute(_PASSAGE, (number,)).fetchone()
        return Passage(
            document_id=document_id, title=title, url=url, text=text, score=score, cosine=cosine, kind=kind
        )

    def _visible(self, seen: Seen) -> "npt.NDArray[np.int64]":
        if seen not in self._rows:
            found = self._file.execute(
                "SELECT passages.number FROM passages JOIN documents ON documents.number = document "
                "WHERE tenant = ? AND audience IN (?, ?) AND kind IN (?, ?) ORDER BY passages.number",
                seen,
            )
            numbers = np.array([number for (number,) in found], dtype=np.int64)
            self._rows[seen] = np.searchsorted(self._numbers, numbers)
        return self._rows[seen]

    def _load(self, count: int) -> "Vectors":
        vectors = self._file.execute("SELECT vector FROM passages ORDER BY number")
        first = vectors.fetchone()
        if first is None:
            return np.empty((0, 0), dtype=np.float32)
        matrix = np.empty((count, len(first[0]) // 4), dtype=np.float32)
        matrix[0] = np.frombuffer(first[0], dtype="<f4")
        for row, (vector,) in enumerate(vectors, start=1):
            matrix[row] = np.frombuffer(vector, dtype="<f4")
        return matrix


def _nearest(cosines: "npt.NDArray[np.float32]", depth: int) -> "npt.NDArray[np.int64]":
    """Where the greatest are, in no order."""
    return np.argpartition(-cosines, depth)[:depth] if depth < cosines.size else np.arange(cosines.size)
