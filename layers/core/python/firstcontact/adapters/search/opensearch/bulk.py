"""Bulk writes: the result of each item is checked, and items that an overloaded server rejected are sent again.

Writes go only to aliases that exist: for an unknown name, the server would create an index with a guessed mapping.
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.search.opensearch import connection
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

ATTEMPTS, PAUSE = 6, 0.2  # seconds; a busy server has about twelve to recover
AT_ONCE = 256  # items per request: about 3 MB, where the smallest nodes accept 10 MB
MISSING = 404
PARAMETERS = {"require_alias": "true", **connection.PATIENT}
Lines = list[dict[str, Any]]
Told = dict[str, Any]


def create(client: "OpenSearch", name: str, records: Sequence[dict[str, Any]]) -> list[str]:
    """Write records through an alias; returns the ids that the server assigned, in the same order."""
    return _send(client, name, [[{"create": {"_index": name}}, record] for record in records])


def delete(client: "OpenSearch", name: str, ids: Sequence[str]) -> None:
    """Delete records through an alias; a record that is already gone is not an error."""
    _send(client, name, [[{"delete": {"_index": name, "_id": one}}] for one in ids])


def _send(client: "OpenSearch", name: str, items: list[Lines]) -> list[str]:
    client, starts = connection.unhurried(client), range(0, len(items), AT_ONCE)
    return [one for start in starts for one in _sent(client, name, items[start : start + AT_ONCE])]


def _sent(client: "OpenSearch", name: str, items: list[Lines]) -> list[str]:
    ids, waiting = [""] * len(items), list(range(len(items)))
    for attempt in range(ATTEMPTS):
        if not waiting:
            return ids
        if attempt:
            time.sleep(PAUSE * 2**attempt)
        busy = []
        for place, told in zip(waiting, _told(client, name, [items[place] for place in waiting]), strict=True):
            ids[place] = told.get("_id", "")
            if told["status"] in connection.BUSY:
                busy.append(place)
            elif "error" in told:  # deleting a record that is already gone is not one
                code = connection.NO_INDEX if told["status"] == MISSING else "not_written"
                why = told["error"]["reason"]
                raise Unavailable(f"the knowledge index {name} rejected a passage: {why}", code=code)
        waiting = busy
    if waiting:
        raise Unavailable(
            f"the knowledge index {name} was too busy to store {len(waiting)} passages", code="search_busy"
        )
    return ids


def _told(client: "OpenSearch", name: str, items: list[Lines]) -> list[Told]:
    """The result of each item; if the server was too busy for the whole request, its status for every item."""
    from opensearchpy.exceptions import TransportError

    with connection.answering(f"the knowledge index {name} could not be written"):
        try:
            answer = client.bulk(body=[line for item in items for line in item], params=PARAMETERS)
        except TransportError as error:
            if error.status_code not in connection.BUSY:
                raise
            return [{"status": error.status_code}] * len(items)
    return [told for item in answer["items"] for told in item.values()]
