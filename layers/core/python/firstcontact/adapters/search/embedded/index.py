"""Searches the index file: BM25 over the words and exact cosines over a matrix of all vectors, fused to one score."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from firstcontact.adapters.search.embedded import archive
from firstcontact.adapters.search.embedded.bm25 import Bm25, integers
from firstcontact.adapters.search.embedded.file import facts_of, open_to_read
from firstcontact.adapters.search.embedded.vectors import beside, mapped
from firstcontact.adapters.search.index import CANDIDATES
from firstcontact.errors import Unavailable
from firstcontact.knowledge.ranking import fuse_hits
from firstcontact.knowledge.records import EVERYTHING, Filter, Passage
from firstcontact.text.queries import query_words

if TYPE_CHECKING:
    import numpy.typing as npt

    from firstcontact.text.ports import Vectors

    Rows = npt.NDArray[np.int64]

REMEMBERED = 64  # filters in the cache
# Above this share of all passages it is faster to compare the question with all of them than to select some.
MANY = 0.25
BLOCK_SIZE = 1024  # vectors selected at a time, few enough for a processor's cache
NAMELESS = -1
_PASSAGES = """
SELECT group_concat(number), group_concat(slot), group_concat(document), group_concat(ifnull(name_slot, -1))
FROM passages
"""
_PASSING = """
SELECT group_concat(number) FROM documents
WHERE tenant = :tenant AND audience IN (:narrow, :wide) AND (:kind IS NULL OR kind = :kind)
AND (:language = '' OR language IN ('', :language)) AND (:since IS NULL OR updated_at >= :since)
"""
_PASSAGE = """
SELECT id, title, url, text, kind, updated_at FROM passages JOIN documents ON documents.number = document
WHERE passages.number = ?
"""


class EmbeddedIndex:
    """Implements ``KnowledgeIndex`` on the state of an index when it was opened; later writes need a new instance."""

    def __init__(self, path: Path, encoder: str) -> None:
        """Open an index file in place, or the archive that it was published as."""
        published = path.suffix == archive.SUFFIX
        found = archive.unpack(path) if published else archive.Unpacked(path, beside(path), 0)
        self._file = open_to_read(found.database, encoder, published=published)
        facts = facts_of(self._file)
        self._matrix = mapped(found.vectors, int(facts["slots"]), int(facts.get("width", 0)), found.offset)
        passages = np.array([integers(joined) for joined in self._ask(_PASSAGES, ()).fetchone()])
        self._numbers, self._slots, self._documents, self._names = passages[:, np.argsort(passages[0])]
        # The vectors that every question is compared with; in a published index, those of names come after them.
        self._compared = self._matrix[: self._slots.max(initial=-1) + 1]
        self._by_word = Bm25(self._ask, self._numbers)
        self._rows: dict[Filter, Rows] = {}

    def search(
        self, parts: Sequence[str], vectors: "Vectors", *, k: int, where: Filter = EVERYTHING
    ) -> list[Passage]:
        rows = self._passing(where)
        if k < 1 or not rows.size:
            return []
        depth = max(CANDIDATES, k)
        cosines = self._cosines(rows, vectors)
        by_word = [self._by_word.best(query_words(part), rows, depth) for part in parts]
        places = np.searchsorted(rows, sorted({row for found in by_word for row, _ in found}))
        candidates = np.union1d(places, np.concatenate([_nearest(column, depth) for column in cosines.T]))
        near = dict(zip(rows[candidates].tolist(), cosines[candidates].tolist(), strict=True))
        merged = fuse_hits(by_word, near, self._named(rows[candidates], vectors))[:k]
        return [self._passage(row, score, near[row][0]) for row, score in merged]

    def _cosines(self, rows: "Rows", vectors: "Vectors") -> "Vectors":
        """Cosines, shape (passages, parts); a passage's are bitwise the same whatever else passes the filter."""
        slots = self._slots[rows]
        if slots.size >= MANY * len(self._compared):
            everything: Vectors = _dots(self._compared, vectors)[slots]
            return everything
        starts = range(0, slots.size, BLOCK_SIZE)
        return np.concatenate([_dots(self._matrix[slots[start : start + BLOCK_SIZE]], vectors) for start in starts])

    def _named(self, rows: "Rows", vectors: "Vectors") -> dict[int, list[float]]:
        """For each row whose passage has a name, the cosines of the name to the parts."""
        rows = rows[self._names[rows] != NAMELESS]
        cosines = _dots(self._matrix[self._names[rows]], vectors)
        return dict(zip(rows.tolist(), cosines.tolist(), strict=True))

    def _passage(self, row: int, score: float, cosine: float) -> Passage:
        document_id, title, url, text, kind, updated_at = self._ask(_PASSAGE, (int(self._numbers[row]),)).fetchone()
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
        """The rows of the passages that pass the filter, in order; cached, because most searches use the same few."""
        if where not in self._rows:
            if len(self._rows) == REMEMBERED:
                self._rows.clear()
            narrow, wide = where.audiences[0], where.audiences[-1]
            since = where.since and where.since.isoformat()
            asked = {**where.model_dump(include={"tenant", "kind", "language"}), "narrow": narrow, "wide": wide}
            (found,) = self._ask(_PASSING, {**asked, "since": since}).fetchone()
            self._rows[where] = np.flatnonzero(np.isin(self._documents, integers(found)))
        return self._rows[where]

    def _ask(self, statement: str, values: Sequence[object] | dict[str, object]) -> sqlite3.Cursor:
        try:
            return self._file.execute(statement, values)
        except sqlite3.Error as error:
            raise Unavailable("the knowledge index could not be searched") from error


def _dots(rows: "Vectors", vectors: "Vectors") -> "Vectors":
    """The dot products of all rows with all vectors; twice as fast as ``@`` for one vector, as fast for many."""
    found: Vectors = np.vecdot(rows[:, np.newaxis], vectors)
    return found


def _nearest(cosines: "npt.NDArray[np.float32]", depth: int) -> "Rows":
    """The positions of the ``depth`` greatest cosines, in no particular order."""
    return np.argpartition(-cosines, depth)[:depth] if depth < cosines.size else np.arange(cosines.size)
