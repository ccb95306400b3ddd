"""Removes the vectors of deleted passages."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from firstcontact.adapters.search.embedded.file import facts_of
from firstcontact.adapters.search.embedded.vectors import KIND, mapped

BLOCK = 8192  # rows copied at a time


def compact(index: Path, vectors: Path, target: Path) -> None:
    """Write the vectors that a copy of an index uses to a new file, and update the copy's slots to match it.

    The vectors of names come last: a search compares a question with every passage, but with few names.
    """
    with closing(sqlite3.connect(index, isolation_level=None)) as file:
        facts = facts_of(file)
        rows = mapped(vectors, int(facts["slots"]), int(facts.get("width", 0)))
        passages = file.execute("SELECT number, slot, name_slot FROM passages ORDER BY number").fetchall()
        names = dict.fromkeys(name for *_, name in passages if name is not None)
        used = [*(slot for _, slot, _ in passages), *names]
        places = {name: place for place, name in enumerate(names, start=len(passages))}
        with target.open("wb") as out:
            for start in range(0, len(used), BLOCK):
                out.write(np.ascontiguousarray(rows[used[start : start + BLOCK]], dtype=KIND).tobytes())
        file.execute("BEGIN")
        slots = ((place, places.get(name), number) for place, (number, _, name) in enumerate(passages))
        file.executemany("UPDATE passages SET slot = ?, name_slot = ? WHERE number = ?", slots)
        file.execute("UPDATE facts SET value = ? WHERE name = 'slots'", (str(len(used)),))
        file.execute("COMMIT")
