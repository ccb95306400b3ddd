"""Leaves behind the vectors of passages that are gone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from firstcontact.adapters.embedded.file import facts_of
from firstcontact.adapters.embedded.vectors import KIND, mapped

BLOCK = 8192  # rows copied at once


def compact(index: Path, vectors: Path, target: Path) -> None:
    """Write the vectors that a copy of an index uses to a file of their own, and number the copy's slots by it."""
    with closing(sqlite3.connect(index, isolation_level=None)) as file:
        facts = facts_of(file)
        rows = mapped(vectors, int(facts["slots"]), int(facts.get("width", 0)))
        used = [slot for (slot,) in file.execute("SELECT slot FROM passages ORDER BY number")]
        with target.open("wb") as out:
            for start in range(0, len(used), BLOCK):
                out.write(np.ascontiguousarray(rows[used[start : start + BLOCK]], dtype=KIND).tobytes())
        file.execute("BEGIN")
        numbers = [number for (number,) in file.execute("SELECT number FROM passages ORDER BY number")]
        file.executemany("UPDATE passages SET slot = ? WHERE number = ?", enumerate(numbers))
        file.execute("UPDATE facts SET value = ? WHERE name = 'slots'", (str(len(used)),))
        file.execute("COMMIT")
