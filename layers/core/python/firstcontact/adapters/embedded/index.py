"""Searches the file: BM25 over the words, exact cosine over one matrix of all vectors, fused by rank."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from firstcontact import retrieval
from firstcontact.adapters.embedded.file import open_to_read
from firstcontact.adapters.embedded.query import words_query
from firstcontact.errors import Unavailable
from firstcontact.model.knowledge import Passage

if TYPE_CHECKING:
    import numpy.typing as npt

    from firstcontact.ports import Vectors

DEPTH = 50
_BY_WORD = """
SELECT words.rowid, -bm25(words, 2.0, 1.0) AS score FROM words JOIN passages ON passages.number = words.rowid
JOIN documents ON documents.number = passages.document
WHERE words MATCH ? AND tenant = ? AND audience IN (?, ?) ORDER BY score DESC, words.rowid LIMIT ?
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
        self._rows: dict[tuple[str, str], npt.NDArray[np.int64]] = {}

    def search(
        self, query: str, vector: "Vectors", *, k: int, tenant: str = "default", audience: str = "public"
    ) -> list[Passage]:
        rows = self._visible(tenant, audience)
        if k < 1 or not rows.size:
            return []
        cosines = self._matrix @ vector if rows.size == len(self._numbers) else self._matrix[rows] @ vector
        depth = max(DEPTH, k)
        nearest = np.argpartition(-cosines, depth)[:depth] if depth < rows.size else np.arange(rows.size)
        nearest = nearest[np.lexsort((nearest, -cosines[nearest]))]
        by_meaning = self._numbers[rows[nearest]].tolist()
        fused = retrieval.merge(self._by_word(query, tenant, audience, depth), by_meaning)[:k]
        return [self._passage(number, score, vector) for number, score in fused]

    def _by_word(self, query: str, tenant: str, audience: str, depth: int) -> list[tuple[int, float]]:
        words = words_query(query)
        if words is None:
            return []
        try:
            return self._file.execute(_BY_WORD, (words, tenant, *_audiences(audience), depth)).fetchall()
        except sqlite3.Error as error:
            raise Unavailable("the knowledge index could not be searched") from error

    def _passage(self, number: int, score: float, vector: "Vectors") -> Passage:
        document_id, title, url, text, kind = self._file.execute(_PASSAGE, (number,)).fetchone()
        cosine = float(self._matrix[np.searchsorted(self._numbers, number)] @ vector)
        return Passage(
            document_id=document_id, title=title, url=url, text=text, score=score, cosine=cosine, kind=kind
        )

    def _visible(self, tenant: str, audience: str) -> "npt.NDArray[np.int64]":
        if (tenant, audience) not in self._rows:
            found = self._file.execute(
                "SELECT passages.number FROM passages JOIN documents ON documents.number = document "
                "WHERE tenant = ? AND audience IN (?, ?) ORDER BY passages.number",
                (tenant, *_audiences(audience)),
            )
            numbers = np.array([number for (number,) in found], dtype=np.int64)
            self._rows[tenant, audience] = np.searchsorted(self._numbers, numbers)
        return self._rows[tenant, audience]

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


def _audiences(audience: str) -> tuple[str, str]:
    return ("public", "agents") if audience == "agents" else ("public", "public")
