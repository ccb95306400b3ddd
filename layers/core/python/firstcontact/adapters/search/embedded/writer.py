"""Writes documents into the index file and publishes it."""

import contextlib
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from firstcontact.adapters.search.embedded import archive, compaction
from firstcontact.adapters.search.embedded.file import facts_of, folded, open_to_write
from firstcontact.adapters.search.embedded.vectors import VectorFile, beside
from firstcontact.adapters.search.index import BatchWriter, encode_pieces
from firstcontact.errors import Unavailable
from firstcontact.knowledge.chunking import Chunk, chunks
from firstcontact.knowledge.records import Document, Tally
from firstcontact.text.ports import Encoder

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

_PASSAGE = "INSERT INTO passages (document, slot, name_slot, text) VALUES (?, ?, ?, ?)"
_SOUGHT = "SELECT number, digest, source FROM documents WHERE tenant = ? AND id = ?"


class EmbeddedWriter(BatchWriter):
    """Implements ``KnowledgeWriter``. An unchanged document is not encoded again.

    Documents are committed in batches: an interrupted run leaves complete batches. A batch's vectors are on disk
    before its transaction commits.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path, self._encoder = path, encoder
        self._file = open_to_write(path, encoder.name)
        self._vectors = VectorFile(beside(path))
        self._untouched = self._file.total_changes

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        with self._transaction():
            return sum(self._remove((tenant, document_id)) for document_id in dict.fromkeys(document_ids))

    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int:
        with self._transaction():
            of_source = self._file.execute("SELECT tenant, id FROM documents WHERE source = ?", (source,)).fetchall()
            return sum(self._remove(key) for key in of_source if key not in kept)

    def sources(self) -> set[str]:
        return {source for (source,) in self._ask("SELECT DISTINCT source FROM documents")}

    def tally(self, source: str) -> Tally:
        held = self._ask("SELECT digest FROM documents WHERE source = ?", (source,))
        return Tally.of(digest for (digest,) in held)

    @property
    def changed(self) -> bool:
        """Whether anything was written since the index was opened."""
        return self._file.total_changes > self._untouched

    def publish(self, target: Path) -> None:
        """Write the whole index into a new archive that can be copied, uploaded and read on its own."""
        scratch = target.with_suffix(".publishing")
        copy = scratch / archive.INDEX
        try:
            shutil.rmtree(scratch, ignore_errors=True)  # left over if a publisher was killed
            scratch.mkdir()
            self._file.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._file.execute("VACUUM INTO ?", (str(copy),))
            compaction.compact(copy, beside(self._path), beside(copy))
            archive.pack({archive.INDEX: copy, archive.VECTORS: beside(copy)}, target)
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"the knowledge index could not be published to {target.name}: {error}") from error
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def close(self) -> None:
        """Close both files. Unless a reader has it open, the index file then includes its write-ahead log."""
        self._file.close()
        self._vectors.close()

    def _put(self, batch: Sequence[Document], held: dict[tuple[str, str], str]) -> int:
        latest = {(one.tenant, one.id): one for one in batch}
        known = {key: row for key in latest if (row := self._ask(_SOUGHT, key).fetchone())}
        held.update({key: source for key, (_, _, source) in known.items()})
        same = {key for key, (_, digest, _) in known.items() if digest == latest[key].digest}
        changed = {key: chunks(one) for key, one in latest.items() if key not in same}
        pieces = [piece for cut in changed.values() for piece in cut]
        vectors, names = encode_pieces(pieces, self._encoder)
        with self._transaction():
            slot = self._take_slots(vectors)
            name_slots = {name: slot + row for name, row in names.items()}
            for key, cut in changed.items():
                self._remove(key)
                self._insert(latest[key], cut, slot, name_slots)
                slot += len(cut)
        return len(pieces) + sum(self._passages_of(known[key][0]) for key in same)

    def _take_slots(self, vectors: "Vectors") -> int:
        """Write vectors into new slots; returns the first slot."""
        first = int(facts_of(self._file)["slots"])
        if len(vectors):
            self._vectors.write(first, vectors)
            facts = [("slots", str(first + len(vectors))), ("width", str(vectors.shape[1]))]
            self._file.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts)
        return first

    def _passages_of(self, number: int) -> int:
        found = self._file.execute("SELECT count(*) FROM passages WHERE document = ?", (number,)).fetchone()
        return int(found[0])

    def _insert(self, document: Document, pieces: Sequence[Chunk], slot: int, name_slots: Mapping[str, int]) -> None:
        fields = document.model_dump(exclude={"text", "updated_at", "tags"})
        fields["updated_at"] = document.updated_at and document.updated_at.isoformat()
        fields |= {"tags": " ".join(document.tags), "digest": document.digest}
        names = ", ".join(fields)
        places = ", ".join(f":{name}" for name in fields)
        number = self._file.execute(f"INSERT INTO documents ({names}) VALUES ({places})", fields).lastrowid  # noqa: S608
        for place, piece in enumerate(pieces, start=slot):
            row = (number, place, name_slots.get(piece.name), piece.text)
            passage = self._file.execute(_PASSAGE, row)
            words = (passage.lastrowid, folded(document.title), folded(piece.text))
            self._file.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", words)

    def _remove(self, key: tuple[str, str]) -> int:
        found = self._file.execute(_SOUGHT, key).fetchone()
        if found is None:
            return 0
        for statement in (
            "DELETE FROM words WHERE rowid IN (SELECT number FROM passages WHERE document = ?)",
            "DELETE FROM passages WHERE document = ?",
            "DELETE FROM documents WHERE number = ?",
        ):
            self._file.execute(statement, found[:1])
        return 1

    def _ask(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._file.execute(statement, values)
        except sqlite3.Error as error:
            raise _unwritten(error) from error

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._file.execute("BEGIN IMMEDIATE")
            yield
            self._file.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise _unwritten(error) from error
        finally:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")


def _unwritten(error: Exception) -> Unavailable:
    return Unavailable(
        f"the knowledge index could not be written: {error}",
        remedy="Make sure that the disk has free space and no other process writes, then try again.",
    )
