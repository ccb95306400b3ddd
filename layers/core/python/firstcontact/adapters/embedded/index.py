"""Searches the file: BM25 over the words, exact cosine over one matrix of all vectors, scored together."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from firstcontact import retrieval
from firstcontact.adapters.embedded import archive
from firstcontact.adapters.embedded.file import facts_of, open_to_read
from firstcontact.adapters.embedded.query import words_query
from firstcontact.adapters.embedded.vectors import beside, mapped
from firstcontact.errors import Unavailable
from firstcontact.model.knowledge import EVERYTHING, Filter, Passage

if TYPE_CHECKING:
    import numpy.typing as npt

    from firstcontact.ports import Vectors

    Rows = npt.NDArray[np.int64]

DEPTH = 50
REMEMBERED = 64  # filters
# Above this share of all passages it is faster to compare the question with all of them than to pick out some.
MANY = 0.5
_BY_WORD = """
SELECT words.rowid, -bm25(words, 2.0, 1.0) AS score FROM words WHERE words MATCH ?
ORDER BY score DESC, words.rowid LIMIT ?
"""
_PASSING = """
SELECT passages.number FROM passages JOIN documents ON documents.number = document
WHERE tenant = :tenant AND audience IN (:narrow, :wide) AND (:kind IS NULL OR kind = :kind)
AND (:language = '' OR language IN ('', :language)) AND (:since IS NULL OR updated_at >= :since)
ORDER BY passages.number
"""
_PASSAGE = """
SELECT id, title, url, text, kind, updated_at FROM passages JOIN documents ON documents.number = document
WHERE passages.number = ?
"""


class EmbeddedIndex:
    """Fills ``KnowledgeIndex`` from one state of an index; what is written later is seen by a new one."""

    def __init__(self, path: Path, encoder: str) -> None:
        """Open an index where it is written, or the archive it was published as."""
        published = path.suffix == archive.SUFFIX
        found = archive.unpack(path) if published else archive.Unpacked(path, beside(path), 0)
        self._file = open_to_read(found.database, encoder)
        facts = facts_of(self._file)
        self._matrix = mapped(found.vectors, int(facts["slots"]), int(facts.get("width", 0)), found.offset)
        numbered = self._file.execute("SELECT number, slot FROM passages ORDER BY number").fetchall()
        table = np.array(numbered, dtype=np.int64).reshape(-1, 2)
        self._numbers, self._slots = table[:, 0], table[:, 1]
        self._rows: dict[Filter, Rows] = {}

    def search(
        self, parts: Sequence[str], vectors: "Vectors", *, k: int, where: Filter = EVERYTHING
    ) -> list[Passage]:
        rows = self._passing(where)
        if k < 1 or not rows.size:
            return []
        depth = max(DEPTH, k)
        numbers = self._numbers[rows]
        cosines = self._cosines(rows, vectors)
        by_word = [self._by_word(part, numbers, depth) for part in parts]
        hits = {number for found in by_word for number, _ in found}
        places = np.searchsorted(numbers, sorted(hits))
        candidates = np.union1d(places, np.concatenate([_nearest(column, depth) for column in cosines.T]))
        near = dict(zip(numbers[candidates].tolist(), cosines[candidates].tolist(), strict=True))
        return [self._passage(number, score, near[number][0]) for number, score in retrieval.merge(by_word, near)[:k]]

    def _cosines(self, rows: "Rows", vectors: "Vectors") -> "Vectors":
        """Of passages by parts."""
        slots = self._slots[rows]
        if slots.size < MANY * len(self._matrix):
            return self._matrix[slots] @ vectors.T
        # Not even what passes is copied where that is all there is.
        everything = self._matrix @ vectors.T
        return everything if slots.size == len(everything) else everything[slots]

    def _by_word(self, query: str, passing: "Rows", depth: int) -> list[tuple[int, float]]:
        """The best passages by word among those that pass."""
        words = words_query(query)
        if words is None:
            return []
        asked = depth
        while True:
            found = self._ask(_BY_WORD, (words, asked)).fetchall()
            kept = [hit for hit, passes in zip(found, _among(passing, found), strict=True) if passes]
            if len(kept) >= depth or len(found) < asked:
                return kept[:depth]
            asked *= 8

    def _passage(self, number: int, score: float, cosine: float) -> Passage:
        document_id, title, url, text, kind, updated_at = self._ask(_PASSAGE, (number,)).fetchone()
        return Passage(
            document_id=document_id,
            title=title,
            url=url,
            text=text,
            score=score,
            cosine=cosine,
            kind=kind,
            updated_at=updated_at,
        )

    def _passing(self, where: Filter) -> "Rows":
        """The rows of the passages that pass, in order; remembered, as most questions are asked alike."""
        if where not in self._rows:
            if len(self._rows) == REMEMBERED:
                self._rows.clear()
            narrow, wide = where.audiences[0], where.audiences[-1]
            since = where.since and where.since.isoformat()
            asked = {**where.model_dump(include={"tenant", "kind", "language"}), "narrow": narrow, "wide": wide}
            found = self._ask(_PASSING, {**asked, "since": since})
            numbers = np.fromiter((number for (number,) in found), dtype=np.int64)
            self._rows[where] = np.searchsorted(self._numbers, numbers)
        return self._rows[where]

    def _ask(self, statement: str, values: Sequence[object] | dict[str, object]) -> sqlite3.Cursor:
        try:
            return self._file.execute(statement, values)
        except sqlite3.Error as error:
            raise Unavailable("the knowledge index could not be searched") from error


def _among(passing: "Rows", hits: Iterable[tuple[int, float]]) -> list[bool]:
    """Whether each hit is one of the numbers that pass, which are in order."""
    numbers = np.array([number for number, _ in hits], dtype=np.int64)
    places = np.minimum(np.searchsorted(passing, numbers), passing.size - 1)
    found: list[bool] = (passing[places] == numbers).tolist()
    return found


def _nearest(cosines: "npt.NDArray[np.float32]", depth: int) -> "Rows":
    """Where the greatest are, in no order."""
    return np.argpartition(-cosines, depth)[:depth] if depth < cosines.size else np.arange(cosines.size)
