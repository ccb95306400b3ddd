"""An index whose writer is killed at any moment: what was finished is there, whole."""

import multiprocessing
import random
import sqlite3
import time
from pathlib import Path

import pytest
from firstcontact.adapters.search.embedded import EmbeddedIndex
from firstcontact.knowledge.chunking import chunks
from firstcontact.knowledge.records import Document

from tests.adapters.search.embedded.interrupted import DOCUMENTS, document_at, write
from tests.fakes.models import HashingEncoder

KILLS = 200
LONGEST = 0.06  # seconds until a writer is killed
ENCODER = HashingEncoder()


def test_a_writer_killed_two_hundred_times_loses_nothing_it_had_finished(tmp_path: Path) -> None:
    index, published = tmp_path / "i.db", tmp_path / "published.tar"
    chance = random.Random(5)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.adapters.interrupted"])
    put, packed = -1, -1
    for _ in range(KILLS):
        ours, theirs = processes.Pipe(duplex=False)
        writer = processes.Process(target=write, args=(index, published, put + 1, theirs))
        writer.start()
        theirs.close()
        kill_at = None
        finished = []
        while kill_at is None or time.monotonic() < kill_at:
            if ours.poll(0.001):
                finished.append(ours.recv())
                kill_at = kill_at or time.monotonic() + chance.random() * LONGEST
        writer.kill()
        writer.join()
        while ours.poll():
            try:
                finished.append(ours.recv())
            except EOFError:
                break
        put = max([put, *(step for what, step in finished if what == "put")])
        packed = max([packed, *(step for what, step in finished if what == "published")])
        put = state_of(index, range(put, put + 2))
        if packed >= 0:
            packed = state_of(published, range(packed, put + 1))
    with sqlite3.connect(index) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert packed > 0


def state_of(path: Path, steps: range) -> int:
    """The step of these that an index stands at: it holds that step's passages, each with the vector of its text."""
    index = EmbeddedIndex(path, ENCODER.name)
    found = index.search([""], ENCODER.encode(["anything"]), k=10 * DOCUMENTS)
    held = sorted((one.document_id, one.text) for one in found)
    for step in steps:
        pieces = [(one.id, piece) for one in documents_at(step) for piece in chunks(one)]
        if held == sorted((name, piece.text) for name, piece in pieces):
            for name, piece in pieces:
                alike = index.search([""], ENCODER.encode([piece.indexed]), k=5)
                assert (name, piece.text) in {(one.document_id, one.text) for one in alike if one.cosine > 0.9999}
            return step
    pytest.fail(f"{path.name} stands at none of the steps {steps}")


def documents_at(step: int) -> list[Document]:
    """What an index holds after a step."""
    return [document_at(one) for one in range(max(0, step - DOCUMENTS + 1), step + 1)]
