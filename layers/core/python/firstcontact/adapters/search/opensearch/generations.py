"""The concrete indexes behind one name: which one serves, and whether it accepts writes.

An index NAME is an alias of a concrete index NAME-<nanoseconds>. A concrete index has one more alias, through which
it is written: NAME-<nanoseconds>.open. While its successor is being completed, that alias is replaced by .closed; the
server then rejects writes through .open, and does not create an index of that name. All state is in aliases, not in
index settings, because any number of aliases can be changed in one atomic request.
"""

import re
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from firstcontact.adapters.search.opensearch import connection
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Action = dict[str, dict[str, Any]]


class Serving(NamedTuple):
    """The index that is searched, and whether it has its .open and .closed aliases."""

    name: str
    open: bool
    closed: bool


class Generations:
    """Operations on the concrete indexes behind one name."""

    def __init__(self, client: "OpenSearch", name: str) -> None:
        self._client, self._name = client, name

    def serving(self) -> Serving:
        """The index behind the name; ``Unavailable`` with code ``no_index`` if there is none."""
        with connection.answering(f"the knowledge index {self._name}"):
            found = self._client.indices.get_alias(index=self._name)
        index, told = next(iter(found.items()))
        return Serving(index, entry(index) in told["aliases"], _exit(index) in told["aliases"])

    def exists(self) -> bool:
        """Whether an index serves under this name."""
        with connection.answering(f"the knowledge index {self._name} could not be looked up"):
            return bool(self._client.indices.exists_alias(name=self._name))

    def others(self) -> list[str]:
        """The concrete indexes that do not serve, left behind by earlier runs."""
        serving = self.serving().name
        with connection.answering(f"the knowledge index {self._name}"):
            found = self._client.indices.get_alias(index=f"{self._name}-*")
        # Another index's name may begin with this one.
        ours = re.compile(re.escape(self._name) + r"-\d+")
        return [index for index in found if ours.fullmatch(index) and index != serving]

    def make(self, body: dict[str, Any], *, serving: bool) -> str:
        """Create an index that is open to writers; returns its name."""
        index = f"{self._name}-{time.time_ns()}"
        served = {self._name: {"is_write_index": True}} if serving else {}
        with connection.answering(f"the knowledge index {self._name} could not be created"):
            self._client.indices.create(
                index=index, body=body | {"aliases": {entry(index): {}, **served}}, params=connection.PATIENT
            )
        return index

    def open(self, index: str) -> None:
        """Open an index to writers."""
        self._change([_remove(index, _exit(index)), _add(index, entry(index))])

    def close(self, index: str) -> None:
        """Close an index to writers."""
        self._change([_remove(index, entry(index)), _add(index, _exit(index))])

    def swap(self, old: str, new: str) -> None:
        """Serve the new index instead of the old; ``Unavailable`` unless the old one is closed and still serves."""
        gone = [_remove(old, alias, must_exist=True) for alias in (_exit(old), self._name)]
        self._change([*gone, _add(new, self._name, is_write_index=True)])

    def delete(self, index: str) -> None:
        """Delete an index; it may already be gone."""
        with connection.answering(f"the knowledge index {index} could not be deleted"):
            self._client.indices.delete(index=index, params={"ignore_unavailable": "true", **connection.PATIENT})

    def _change(self, actions: list[Action]) -> None:
        """Change aliases, all or none; ``Unavailable`` unless every node acknowledges the change."""
        with connection.answering(f"the aliases of the knowledge index {self._name} could not be changed"):
            answer = self._client.indices.update_aliases(body={"actions": actions}, params=connection.PATIENT)
        if not answer["acknowledged"]:
            raise Unavailable(f"not every node knows the aliases of the knowledge index {self._name}")


def entry(index: str) -> str:
    """The alias through which a concrete index is written while it is open."""
    return f"{index}.open"


def _exit(index: str) -> str:
    return f"{index}.closed"


def _add(index: str, alias: str, **options: bool) -> Action:
    return {"add": {"index": index, "alias": alias, **options}}


def _remove(index: str, alias: str, **options: bool) -> Action:
    return {"remove": {"index": index, "alias": alias, **options}}


def drop(client: "OpenSearch", name: str) -> bool:
    """Delete an index and what earlier runs left behind; False if there was no index."""
    generations = Generations(client, name)
    if not generations.exists():
        return False
    for index in (*generations.others(), generations.serving().name):
        generations.delete(index)
    return True
