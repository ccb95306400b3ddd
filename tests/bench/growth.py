"""Measures an index of one size, each step in a process of its own: nothing is warm, and memory is that step's.

What was just written is still in the system's file cache, as an archive is that a function has just fetched.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from firstcontact.adapters.search.index import CANDIDATES
from firstcontact.knowledge.chunking import chunks
from firstcontact.knowledge.ports import KnowledgeIndex
from firstcontact.knowledge.records import Filter
from firstcontact.text.queries import split_query

from tests.bench import child, synthetic
from tests.bench.stores import STORES, Store
from tests.bench.table import spread

K = 10
ENCODER = synthetic.SumOfWords()
Got = TypeVar("Got")


class Questions(NamedTuple):
    """How many are asked: short ones, long ones, and short ones whose true nearest texts are looked up."""

    short: int = 200
    long: int = 40
    exact: int = 30


def in_a_process(step: str, store: str, size: int, folder: Path, questions: Questions) -> dict[str, Any]:
    """A step's figures. A function of 1,769 MB has one processor, so that no step computes on more."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.bench.growth", step, store, str(size), str(folder)]
    command += map(str, questions)
    found: dict[str, Any] = child.measure(command, env=environment)
    return found


def write(store: Store, size: int, questions: Questions) -> dict[str, Any]:
    """Seconds to write and to publish it."""
    with store.writing(ENCODER) as writer:
        written, _, seconds = _timed(lambda: writer.put(synthetic.documents(size)))
    published, _, publishing = _timed(lambda: store.publish(ENCODER))
    return {"chunks": written, "seconds": seconds, "publishing": publishing, "bytes": published}


def open_in_place(store: Store, size: int, questions: Questions) -> dict[str, Any]:
    """A cold load where it was written."""
    return _load(store.opened_in_place)[1]


def search(store: Store, size: int, questions: Questions) -> dict[str, Any]:
    """A cold load of what was published, then many searches."""
    index, found = _load(store.opened)
    found["opened_mib"] = _mebibytes("VmRSS")
    asked_by_kind = (
        ("short", _asked(questions.short, 1)),
        ("long", _asked(questions.long, synthetic.SENTENCES)),
    )
    found["searches"] = {
        f"{kind}, {name}": _search(index, asked, where)
        for kind, asked in asked_by_kind
        for name, where in synthetic.FILTERS.items()
    }
    found["searched_mib"], found["own_mib"] = _mebibytes("VmRSS"), _mebibytes("RssAnon")
    return {**found, **_recall(index, size, questions.exact)}


def _load(opened: Callable[[synthetic.SumOfWords], KnowledgeIndex]) -> tuple[KnowledgeIndex, dict[str, Any]]:
    parts, vectors = _asked(1, 1)[0]

    def first() -> KnowledgeIndex:
        index = opened(ENCODER)
        index.search(parts, vectors, k=K)
        return index

    index, cpu, wall = _timed(first)
    return index, {"cpu": cpu, "wall": wall}


def _search(index: KnowledgeIndex, asked: list[Any], where: Filter) -> dict[str, float]:
    timed = [_timed(partial(index.search, *one, k=K, where=where)) for one in asked]
    (p50, p99), (wall, _) = spread([1000 * cpu for _, cpu, _ in timed]), spread([1000 * wall for *_, wall in timed])
    return {"p50": p50, "p99": p99, "wall": wall, "first": 1000 * timed[0][1]}


def _recall(index: KnowledgeIndex, size: int, count: int) -> dict[str, Any]:
    """How many of the ten nearest, found by comparing with every text anew, a search by meaning finds."""
    questions = ENCODER.encode(synthetic.questions(count, 1))
    nearest = {name: np.zeros((count, 0), dtype=[("cosine", "f4"), ("id", "i8")]) for name in synthetic.FILTERS}
    passing = dict.fromkeys(synthetic.FILTERS, 0)
    made = synthetic.documents(size)
    while some := list(islice(made, 4096)):
        cosines = questions @ ENCODER.encode([chunks(one)[0].indexed for one in some]).T
        for name, where in synthetic.FILTERS.items():
            kept = [place for place, one in enumerate(some) if where.passes(one)]
            passing[name] += len(kept)
            block = np.empty((count, len(kept)), dtype=nearest[name].dtype)
            block["cosine"], block["id"] = cosines[:, kept], [int(some[place].id) for place in kept]
            both = np.concatenate([nearest[name], block], axis=1)
            best = np.argsort(-both["cosine"], axis=1)[:, :K]
            nearest[name] = np.take_along_axis(both, best, axis=1)
    found = {}
    for name, where in synthetic.FILTERS.items():
        answers = [index.search([""], question[np.newaxis], k=CANDIDATES, where=where) for question in questions]
        # Of what meaning brings the nearest by meaning, before names have weighed it anew.
        nearest_found = (sorted(passages, key=lambda one: -one.cosine)[:K] for passages in answers)
        held = ({int(one.document_id) for one in passages} for passages in nearest_found)
        shares = [len(ids & set(best)) / K for ids, best in zip(held, nearest[name]["id"].tolist(), strict=True)]
        found[name] = sum(shares) / count
    return {"recall": found, "passing": {name: some / size for name, some in passing.items()}}


def _asked(count: int, sentences: int) -> list[tuple[list[str], Any]]:
    parts = [split_query(question) for question in synthetic.questions(count, sentences)]
    return [(one, ENCODER.encode(one)) for one in parts]


def _timed(call: Callable[[], Got]) -> tuple[Got, float, float]:
    """What a call returns, its CPU seconds, and its seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    got = call()
    return got, time.process_time() - cpu, time.perf_counter() - wall


def _mebibytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024


STEPS = {"write": write, "open": open_in_place, "search": search}

if __name__ == "__main__":
    step, store, size, folder, *counts = sys.argv[1:]
    print(json.dumps(STEPS[step](STORES[store](Path(folder)), int(size), Questions(*map(int, counts)))))
