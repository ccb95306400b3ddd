"""The sandbox's state in one SQLite file: JSON records by kind and key."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class State:
    """Records that survive a restart. Thread-safe; one transaction at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        self._database = sqlite3.connect(folder / "sandbox.sqlite", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS records"
            " (position INTEGER PRIMARY KEY, kind TEXT, key TEXT, body TEXT, UNIQUE (kind, key))"
        )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block in a transaction, rolled back on an exception; may be nested."""
        with self._lock:
            if self._depth == 0:
                self._database.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1:
                    self._database.execute("ROLLBACK")
                raise
            else:
                if self._depth == 1:
                    self._database.execute("COMMIT")
            finally:
                self._depth -= 1

    def get(self, kind: str, key: str) -> Record | None:
        """The record, or None."""
        with self._lock:
            row = self._database.execute(
                "SELECT body FROM records WHERE kind = ? AND key = ?", (kind, key)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, kind: str, key: str, record: Record) -> Record:
        """Add a record, or replace it without changing its position."""
        with self.transaction():
            self._database.execute(
                "INSERT INTO records (kind, key, body) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
                (kind, key, json.dumps(record)),
            )
        return record

    def find(self, kind: str, **equal: object) -> list[Record]:
        """Records of a kind whose fields have these values, oldest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT body FROM records WHERE kind = ? ORDER BY position", (kind,)
            ).fetchall()
        records = (json.loads(body) for (body,) in rows)
        return [record for record in records if all(record.get(name) == value for name, value in equal.items())]

    def next_number(self, name: str, first: int) -> int:
        """The next number of a named sequence."""
        with self.transaction():
            number = int((self.get("sequence", name) or {"next": first})["next"])
            self.put("sequence", name, {"next": number + 1})
        return number

    def close(self) -> None:
        """Close the database."""
        self._database.close()
