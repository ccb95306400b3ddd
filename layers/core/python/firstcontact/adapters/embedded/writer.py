"""Puts documents into the file and publishes it."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from firstcontact.adapters.embedded.file import open_to_write
from firstcontact.chunking import chunks
from firstcontact.errors import Unavailable
from firstcontact.model.knowledge import Document
from firstcontact.ports import Encoder


class EmbeddedWriter:
    """Fills ``KnowledgeWriter``. A document that did not change is not encoded again."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._file = open_to_write(path, encoder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, documents: Iterable[Document]) -> int:
        return sum(self._put(document) for document in documents)

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        with self._transaction():
            return sum(self._remove(document_id, tenant) for document_id in dict.fromkeys(document_ids))

    def publish(self, target: Path) -> None:
        """Write everything into one new file that can be copied, uploaded and read on its own."""
        try:
            target.unlink(missing_ok=True)
            self._file.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._file.execute("VACUUM INTO ?", (str(target),))
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"the knowledge index could not be published to {target.name}: {error}") from error

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that the file is whole on its own."""
        # While somebody reads, the log stays beside the file; readers then read both.
        with contextlib.suppress(sqlite3.OperationalError):
            self._file.execute("PRAGMA journal_mode = DELETE")
        self._file.close()

    def _put(self, document: Document) -> int:
        digest = document.digest
        known = self._file.execute(
            "SELECT count(passages.number) FROM documents LEFT JOIN passages ON document = documents.number "
            "WHERE tenant = ? AND id = ? AND digest = ? GROUP BY documents.number",
            (document.tenant, document.id, digest),
        ).fetchone()
        if known:
            return int(known[0])
        pieces = chunks(document)
        vectors = self._encoder.encode([piece.indexed for piece in pieces])
        with self._transaction():
            self._remove(document.id, document.tenant)
            number = self._insert(document, digest)
            for piece, vector in zip(pieces, vectors, strict=True):
                row = (number, piece.text, vector.astype("<f4").tobytes())
                passage = self._file.execute("INSERT INTO passages (document, text, vector) VALUES (?, ?, ?)", row)
                words = (passage.lastrowid, document.title, piece.text)
                self._file.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", words)
        return len(pieces)

    def _insert(self, document: Document, digest: bytes) -> int | None:
        updated_at = document.updated_at.isoformat() if document.updated_at else None
        return self._file.execute(
            "INSERT INTO documents (id, tenant, audience, kind, title, url, updated_at, tags, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(document.id, document.tenant, document.audience, document.kind, document.title, document.url),
                *(updated_at, " ".join(document.tags), digest),
            ),
        ).lastrowid

    def _remove(self, document_id: str, tenant: str) -> int:
        of_document = "(SELECT number FROM documents WHERE tenant = ? AND id = ?)"
        key = (tenant, document_id)
        for statement in (
            f"DELETE FROM words WHERE rowid IN (SELECT number FROM passages WHERE document IN {of_document})",  # noqa: S608
            f"DELETE FROM passages WHERE document IN {of_document}",  # noqa: S608
        ):
            self._file.execute(statement, key)
        return self._file.execute("DELETE FROM documents WHERE tenant = ? AND id = ?", key).rowcount

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._file.execute("BEGIN IMMEDIATE")
            yield
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            raise Unavailable(f"the knowledge index could not be written: {error}") from error
        finally:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
