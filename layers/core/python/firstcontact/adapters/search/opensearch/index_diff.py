"""Synchronises one index with another, so that it has each passage of the other exactly once."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.search.opensearch import bulk, mapping, scroll
from firstcontact.adapters.search.opensearch.generations import entry

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from firstcontact.progress import Progress

BATCH_SIZE = 200  # records changed in one request
FROM, INTO = "from", "into"
# A passage's sort key, the same in both indexes; which of the two has it; the id of its record there.
Held = tuple[list[Any], str, str]


def level(client: "OpenSearch", old: str, new: str, tell: "Progress", what: str) -> int:
    """Copy what only the old index has, delete what only the new one has; returns the number of changed records."""
    passing = tell.track(_held(client, old, FROM), what, max(1, scroll.count(client, old)))
    changes = _changes(passing, _held(client, new, INTO))
    changed = 0
    while batch := list(islice(changes, BATCH_SIZE)):
        _copy(client, old, new, [record for where, record in batch if where == FROM])
        bulk.delete(client, entry(new), [record for where, record in batch if where == INTO])
        changed += len(batch)
    return changed


def _held(client: "OpenSearch", index: str, where: str) -> Iterator[Held]:
    for hit in scroll.records(client, index, (), (), scroll.BY_VERSION):
        yield hit["sort"], where, hit["_id"]


def _changes(old: Iterable[Held], new: Iterable[Held]) -> Iterator[tuple[str, str]]:
    """The records to copy from the old index, and those to delete from the new one."""
    key = itemgetter(0)
    for _, found in groupby(merge(old, new, key=key), key):
        held = [(where, record) for _, where, record in found]
        there = [one for one in held if one[0] == FROM]
        here = [one for one in held if one[0] == INTO]
        yield from here[1:] if there else here
        if not here:
            yield there[0]


def _copy(client: "OpenSearch", old: str, new: str, records: Sequence[str]) -> None:
    """Copy records from the old index to the new one, except those deleted in the meantime."""
    found = scroll.records(client, old, [{"ids": {"values": list(records)}}], ("*",)) if records else ()
    copies = [hit["_source"] | mapping.both(mapping.unpack(hit["_source"]["packed"])) for hit in found]
    bulk.create(client, entry(new), copies)
