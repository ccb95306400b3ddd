"""Writes to the index that serves, and repeats the work if that index changed in the meantime.

All reads and writes of one piece of work use one concrete index. Which index serves is looked up before the work, and
again after the server has accepted all of it. The work counts only if the same index was open both times: then it was
written before that index was closed, and is part of the index that replaces it. Otherwise it may have come too late,
and all of it is repeated on the index that serves by then. Repeating work that was already done changes nothing.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from firstcontact.adapters.search.opensearch import connection
from firstcontact.adapters.search.opensearch.generations import Generations
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

TRIES, PAUSE, MAX_PAUSE = 64, 0.2, 5.0  # about five minutes; on Serverless an index stays closed for three
Result = TypeVar("Result")


def write(client: "OpenSearch", name: str, work: Callable[[str], Result]) -> Result:
    """Call ``work`` with the name of the concrete index; ``Unavailable`` if that stays closed to writers.

    A writer that gives up waiting opens the index for the next one. If the reindex that closed it is still running,
    it notices that and fails.
    """
    generations = Generations(client, name)
    for attempt in range(TRIES):
        if attempt:
            time.sleep(min(PAUSE * 2**attempt, MAX_PAUSE))
        serving = generations.serving()
        if not serving.open:
            if not serving.closed:  # created before these aliases were introduced
                generations.open(serving.name)
            continue
        try:
            done = work(serving.name)
        except Unavailable as error:
            if error.code != connection.NO_INDEX and generations.serving() == serving:
                raise
        else:
            if generations.serving() == serving:
                return done
    if serving.closed:
        generations.open(serving.name)
    raise Unavailable(
        f"the knowledge index {name} was closed to writes for too long, possibly by an interrupted reindex",
        code="search_busy",
        remedy="Try again: the index accepts writes now. Then run `firstcontact knowledge reindex` again.",
    )
