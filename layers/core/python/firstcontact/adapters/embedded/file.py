"""The index file: its tables, and how it is opened."""

import sqlite3
from pathlib import Path

from firstcontact.adapters.indexes import check, unreadable
from firstcontact.errors import Unavailable

FORMAT = "1"
_TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, tenant TEXT NOT NULL, audience TEXT NOT NULL, kind TEXT NOT NULL,
    title TEXT NOT NULL, url TEXT NOT NULL, updated_at TEXT, tags TEXT NOT NULL, digest BLOB NOT NULL,
    UNIQUE (tenant, id)
);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    text TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_of_document ON passages (document);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2');
"""


def open_to_write(path: Path, encoder: str) -> sqlite3.Connection:
    """Open or make an index whose vectors come from this encoder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
        facts = [("format", FORMAT), ("encoder", encoder)]
        connection.executemany("INSERT OR IGNORE INTO facts VALUES (?, ?)", facts)
    except sqlite3.Error as error:
        raise unreadable(path.name, error) from error
    _check(connection, path, encoder)
    return connection


def open_to_read(path: Path, encoder: str) -> sqlite3.Connection:
    """Open an index, published or just written, that must have been made with this encoder."""
    if not path.is_file():
        raise Unavailable(
            f"there is no knowledge index at {path.name}", code="no_index", remedy="Ingest documents into it first."
        )
    # A published file lies alone and never changes; beside a write-ahead log it must be read with the log.
    alone = not path.with_name(path.name + "-wal").exists()
    uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        _check(connection, path, encoder)
    except sqlite3.Error as error:
        raise unreadable(path.name, error) from error
    return connection


def _check(connection: sqlite3.Connection, path: Path, encoder: str) -> None:
    facts = dict(connection.execute("SELECT name, value FROM facts"))
    check(facts, path.name, FORMAT, encoder)
