"""The index file: its tables, and opening it for reading or writing."""

import os
import sqlite3
from pathlib import Path

from firstcontact.adapters.search.index import check_index, unreadable
from firstcontact.errors import Unavailable

FORMAT = "4"
# A passage's vector is row ``slot`` of the vector file, the vector of its name is row ``name_slot``. Slots are never
# reused, so a reader of an older state of this file finds its vectors unchanged.
_FACTS = "CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
TOKENIZER = "porter unicode61 remove_diacritics 2"
# Letters that are not just a base letter with an accent: Lucene folds them to ASCII, SQLite does not.
_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
_TABLES = f"""
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, tenant TEXT NOT NULL, audience TEXT NOT NULL, kind TEXT NOT NULL,
    language TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, updated_at TEXT,
    tags TEXT NOT NULL, digest BLOB NOT NULL, UNIQUE (tenant, id)
);
CREATE INDEX IF NOT EXISTS documents_of_source ON documents (source);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    slot INTEGER NOT NULL, name_slot INTEGER, text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_of_document ON passages (document);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, text, tokenize = '{TOKENIZER}');
"""
_NO_INDEX = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB}
_LOCKED = ("index_locked", "another process is writing to it", "Try again when it has finished.")
_NO_ACCESS = (
    "index_not_accessible",
    "this user has no permission",
    "Give this user permission to read and write it and its folder.",
)
# Why an intact index cannot be opened at the moment: a code, the reason, and the remedy.
_HINDRANCES = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
    sqlite3.SQLITE_READONLY: _NO_ACCESS,
    sqlite3.SQLITE_FULL: ("disk_full", "the disk is full", "Free some space and try again."),
    sqlite3.SQLITE_IOERR: ("disk_failed", "the disk failed", "Check the disk, then try again."),
}


def folded(text: str) -> str:
    """A text as it is indexed and searched for, before the tokenizer removes accents."""
    return text.translate(_LETTERS)


def open_to_write(path: Path, encoder: str) -> sqlite3.Connection:
    """Open or create an index for vectors of this encoder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_FACTS)
        facts = [("format", FORMAT), ("encoder", encoder), ("slots", "0")]
        connection.executemany("INSERT OR IGNORE INTO facts VALUES (?, ?)", facts)
        _check(connection, path, encoder)
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise _unopened(path.name, error) from error
    return connection


def drop(path: Path) -> None:
    """Delete an index file with its write-ahead log and its vectors."""
    for name in (f"{path.name}-wal", f"{path.name}-shm", path.with_suffix(".vectors").name, path.name):
        path.with_name(name).unlink(missing_ok=True)


def open_to_read(path: Path, encoder: str, *, published: bool = False) -> sqlite3.Connection:
    """Open an index, published or being written; ``Unavailable`` unless it was made with this encoder.

    Later writes are not visible through this connection.
    """
    if not path.is_file():
        raise Unavailable(
            f"there is no knowledge index at {path.name}", code="no_index", remedy="Ingest documents into it first."
        )
    # A published index and one in a read-only folder never change; others are read with their write-ahead log.
    still = published or not os.access(path.parent, os.W_OK)
    address = f"{path.resolve().as_uri()}?mode=ro&immutable={still:d}"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN")
        _check(connection, path, encoder)
    except sqlite3.Error as error:
        raise _unopened(path.name, error) from error
    return connection


def facts_of(connection: sqlite3.Connection) -> dict[str, str]:
    """The metadata of an index: its format, encoder, number of slots, and vector width once it has vectors."""
    return dict(connection.execute("SELECT name, value FROM facts"))


def _unopened(name: str, error: sqlite3.Error) -> Unavailable:
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the low byte is the primary code
    if kind in _NO_INDEX:
        return unreadable(name, error)
    code, why, remedy = _HINDRANCES.get(kind, (None, str(error), None))
    return Unavailable(f"{name} cannot be opened: {why}", code=code, remedy=remedy)


def _check(connection: sqlite3.Connection, path: Path, encoder: str) -> None:
    check_index(facts_of(connection), path.name, FORMAT, encoder)
