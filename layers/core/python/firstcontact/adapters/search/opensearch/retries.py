"""Writes on the index that serves, and once more where that changed meanwhile.

What is read and written for one piece of work belongs together: it is all done on one concrete index, which is asked
for before and again when all of it was taken. Only if it was open at both times, the work counts: then it was done
before the index was closed, and whatever follows this index is made of it. Else it may have come too late: it is done
again, whole, on the index that serves then. Work that was done already finds itself there and changes nothing.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from firstcontact.adapters.search.opensearch import connection
from firstcontact.adapters.search.opensearch.generations import Generations
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

TRIES, PAUSE, MAX_PAUSE = 64, 0.2, 5.0  # about five minutes: Serverless keeps an index closed for three
Result = TypeVar("Result")


def write(client: "OpenSearch", name: str, work: Callable[[str], Result]) -> Result:
    """Do work, that is given a concrete index; ``Unavailable`` if that stays closed.

    Who has waited in vain opens it for the next: a reindex that closed it and still runs finds that out, and fails.
    """
    generations = Generations(client, name)
    for attempt in range(TRIES):
        if attempt:
            time.sleep(min(PAUSE * 2**attempt, MAX_PAUSE))
        serving = generations.serving()
        if not serving.open:
            if not serving.closed:  # made before an index had a mark
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
        f"the knowledge index {name} was closed to writes for too long, by a reindex that was perhaps interrupted",
        code="search_busy",
        remedy="Try again: writers are let in now. Then run `firstcontact knowledge reindex` again.",
    )
