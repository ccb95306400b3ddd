"""Rebuilds an index with the mapping in the current code, while the index is searched and written.

A new index is created next to the one that serves, and is synchronised with it in rounds. Each round scans both in
the same order, copies the passages that only the old index has, and deletes those that only the new one has. The
first round copies everything, each later round what changed during the round before. When few changes are left, the
old index is closed to writers, and rounds continue until one finds no difference. Then the alias is moved to the new
index and the old index is deleted.

No write is lost. A writer counts its work as done only if its index was open both before and after the work (see
``retries``). So all work that counts was written before the closing, and the rounds after the closing see it. A
writer repeats any other work on the index that serves next. A write block would not be enough: a write that a node
accepted just before the block can take effect after it; and Serverless has no write block. Nothing depends on clocks.

Searches go to the alias, whose index is complete at all times, because the alias is moved only after a round found
both indexes equal. If a run is interrupted, the old index continues to serve, and the next run deletes the incomplete
copy. The old index is opened to writers again by the interrupted run itself if possible, otherwise by the next run or
by the first writer that has waited too long. This loses no writes: moving the alias requires that the old index is
closed, so a run that is still going fails.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.search.opensearch import connection, deployment_kind, mapping, refresh, scroll
from firstcontact.adapters.search.opensearch.generations import Generations
from firstcontact.adapters.search.opensearch.index_diff import level
from firstcontact.errors import Unavailable
from firstcontact.record import Record

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from firstcontact.progress import Progress

FEW_RECORDS = 64  # records; one batch of one writer creates more
MAX_ROUNDS = 8  # rounds after the closing; two are enough unless something is wrong
GRACE = connection.PATIENCE  # seconds for searches that started on the old index to finish
REMEDY = "Ingest the documents into an index of another name."


class Report(Record):
    """The size of the new index, and the number of rounds that it took."""

    documents: int
    passages: int
    rounds: int


def reindex(client: "OpenSearch", name: str, encoder: str, tell: "Progress") -> Report:
    """Rebuild an index; ``Unavailable`` if it has another encoder's vectors or could not be rebuilt."""
    generations = Generations(client, name)
    old = generations.serving().name
    body = _body(client, old, name, encoder)
    for left in generations.others():
        tell.say(f"deleting the leftover of an earlier reindex: {left}")
        generations.delete(left)
    generations.open(old)
    new = generations.make(body, serving=False)
    run = _Run(client, old, new, tell)
    with _alone(name), ExitStack() as undoing:
        run.approach()
        undoing.callback(generations.open, old)
        tell.say("writes are paused until the new index is complete")
        generations.close(old)
        run.finish()
        generations.swap(old, new)
        undoing.pop_all()
    tell.say("the new index is in use")
    time.sleep(GRACE)
    generations.delete(old)
    documents = sum(1 for _ in scroll.values(client, new, "tenant", "document_id"))
    return Report(documents=documents, passages=scroll.count(client, new), rounds=run.rounds)


class _Run:
    """The rounds that synchronise one index with another."""

    def __init__(self, client: "OpenSearch", old: str, new: str, tell: "Progress") -> None:
        self._client, self._old, self._new, self._tell = client, old, new, tell
        self.rounds = 0

    def approach(self) -> None:
        """Run rounds until one changes few records, or no fewer than the round before."""
        left = self._round()
        while left > FEW_RECORDS and (less := self._round()) < left:
            left = less

    def finish(self) -> None:
        """Run rounds until one changes nothing; ``Unavailable`` after ``MAX_ROUNDS``."""
        for _ in range(MAX_ROUNDS):
            if not self._round():
                return
        raise Unavailable(
            f"another process keeps writing to the index {self._old}, although it is closed", code="not_level"
        )

    def _round(self) -> int:
        self.rounds += 1
        refresh.settle(self._client, self._old, self._new)
        changed = level(self._client, self._old, self._new, self._tell, f"round {self.rounds}")
        self._tell.say(f"round {self.rounds}: {changed} records were copied or deleted")
        return changed


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Report a missing index or alias as ``Unavailable`` with code ``overtaken``: someone else removed it."""
    try:
        yield
    except Unavailable as error:
        if error.code != connection.NO_INDEX:
            raise
        raise Unavailable(
            f"the knowledge index {name} was opened to writes, dropped or rebuilt by another process",
            code="overtaken",
            remedy="Run the reindex again, with no other one at the same time.",
        ) from error


def _body(client: "OpenSearch", index: str, name: str, encoder: str) -> dict[str, Any]:
    """The request body for the new index: the current mapping, with the dimensions of the existing vectors."""
    with connection.answering(f"the knowledge index {name}"):
        told = client.indices.get_mapping(index=index)[index]
    try:
        mapping.check(told, name, encoder)
    except Unavailable as error:
        raise Unavailable(error.detail, code=error.code, remedy=REMEDY) from error
    dimensions = told["mappings"]["properties"]["vector"]["dimension"]
    return mapping.settings(encoder, dimensions, deployment_kind.of(client))
