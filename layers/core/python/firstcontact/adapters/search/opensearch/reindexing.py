"""Makes an index anew, with the mapping as it is in the code now, while it is searched and written.

A new index is made beside the one that serves and brought level with it in rounds. Each round reads both through in
one order, copies the passages that only the old one has and deletes those that only the new one has: the first round
copies all, the next ones what changed during the round before. When little is left, the old index is closed to
writers, and rounds go on until one finds nothing to do. Then the alias is swapped and the old index deleted.

No write is missed. A writer counts its work as done only if the index it worked on was open before and after
(``redoing``), so all that counts was there before the closing, and the rounds behind the closing see it. All else is
done again by its writer, on the index that serves next. A write block would not do: a write that a node let in just
before the block lands behind it; and Serverless has none. Nothing depends on clocks.

Searches go to the alias, whose index is whole at every moment: the swap waits until a round saw the new one equal to
the old. A run that is interrupted leaves the old index serving. Its copy goes when the next run begins. Writers that
it shut out are let in by the run itself if it still can, by the next run, or by the first writer that waited too
long. As the swap demands that the old index is closed, letting writers in never costs what they write: a run that
still goes on fails.
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

FEW_RECORDS = 64  # records: less than one batch of one writer makes
MAX_ROUNDS = 8  # rounds behind the closing; two are enough unless something is wrong
GRACE = connection.PATIENCE  # seconds in which searches that began on the old index end
REMEDY = "Ingest the documents into an index of another name."


class Report(Record):
    """What the new index holds, and how many rounds it took."""

    documents: int
    passages: int
    rounds: int


def reindex(client: "OpenSearch", name: str, encoder: str, tell: "Progress") -> Report:
    """Do it; ``Unavailable`` for an index that has another encoder's vectors, or that could not be made anew."""
    generations = Generations(client, name)
    old = generations.serving().name
    body = _body(client, old, name, encoder)
    for left in generations.others():
        tell.say(f"deleting what was left behind: {left}")
        generations.delete(left)
    generations.open(old)
    new = generations.make(body, serving=False)
    run = _Run(client, old, new, tell)
    with _alone(name), ExitStack() as undoing:
        run.approach()
        undoing.callback(generations.open, old)
        tell.say("writers wait from now on")
        generations.close(old)
        run.finish()
        generations.swap(old, new)
        undoing.pop_all()
    tell.say("the new index serves")
    time.sleep(GRACE)
    generations.delete(old)
    documents = sum(1 for _ in scroll.values(client, new, "tenant", "document_id"))
    return Report(documents=documents, passages=scroll.count(client, new), rounds=run.rounds)


class _Run:
    """The rounds from one index to another."""

    def __init__(self, client: "OpenSearch", old: str, new: str, tell: "Progress") -> None:
        self._client, self._old, self._new, self._tell = client, old, new, tell
        self.rounds = 0

    def approach(self) -> None:
        """Until little is left to do, or it gets no less."""
        left = self._round()
        while left > FEW_RECORDS and (less := self._round()) < left:
            left = less

    def finish(self) -> None:
        """Until nothing is left to do."""
        for _ in range(MAX_ROUNDS):
            if not self._round():
                return
        raise Unavailable(f"somebody goes on writing to the index {self._old}, which is closed", code="not_level")

    def _round(self) -> int:
        self.rounds += 1
        refresh.settle(self._client, self._old, self._new)
        changed = level(self._client, self._old, self._new, self._tell, f"round {self.rounds}")
        self._tell.say(f"round {self.rounds}: {changed} records were copied or deleted")
        return changed


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """An index or its mark that is gone was taken away by somebody else."""
    try:
        yield
    except Unavailable as error:
        if error.code != connection.NO_INDEX:
            raise
        raise Unavailable(
            f"the knowledge index {name} was opened to writers, dropped or made anew by somebody else meanwhile",
            code="overtaken",
            remedy="Run the reindex again, one at a time.",
        ) from error


def _body(client: "OpenSearch", index: str, name: str, encoder: str) -> dict[str, Any]:
    """The mapping of the code, for the vectors that the index has."""
    with connection.answering(f"the knowledge index {name}"):
        told = client.indices.get_mapping(index=index)[index]
    try:
        mapping.check(told, name, encoder)
    except Unavailable as error:
        raise Unavailable(error.detail, code=error.code, remedy=REMEDY) from error
    dimensions = told["mappings"]["properties"]["vector"]["dimension"]
    return mapping.settings(encoder, dimensions, deployment_kind.of(client))
