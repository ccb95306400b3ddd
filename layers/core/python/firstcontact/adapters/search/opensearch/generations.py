"""The concrete indexes of one name: which of them serves, and whether it takes writes.

An index NAME is an alias of a concrete index NAME-<nanoseconds>. Each of those has one more alias of its own: it is
written through NAME-<nanoseconds>.open, which is .closed while the index that follows it is completed. The server
refuses a write through an alias that is not there, and makes up no index for it. All this is aliases and no setting
of an index, and any number of them change at once.
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
    """The index that is searched, and the marks that it has."""

    name: str
    open: bool
    closed: bool


class Generations:
    """What is done with the indexes of a name."""

    def __init__(self, client: "OpenSearch", name: str) -> None:
        self._client, self._name = client, name

    def serving(self) -> Serving:
        """The one behind the name; ``Unavailable`` with the code no_index where there is none."""
        with connection.answering(f"the knowledge index {self._name}"):
            found = self._client.indices.get_alias(index=self._name)
        index, told = next(iter(found.items()))
        return Serving(index, entry(index) in told["aliases"], _exit(index) in told["aliases"])

    def exists(self) -> bool:
        """Whether one serves."""
        with connection.answering(f"the knowledge index {self._name} could not be looked for"):
            return bool(self._client.indices.exists_alias(name=self._name))

    def others(self) -> list[str]:
        """Those that do not serve: what was left behind."""
        serving = self.serving().name
        with connection.answering(f"the knowledge index {self._name}"):
            found = self._client.indices.get_alias(index=f"{self._name}-*")
        # Another name may begin with this one.
        ours = re.compile(re.escape(self._name) + r"-\d+")
        return [index for index in found if ours.fullmatch(index) and index != serving]

    def make(self, body: dict[str, Any], *, serving: bool) -> str:
        """A new one, open; its name."""
        index = f"{self._name}-{time.time_ns()}"
        served = {self._name: {"is_write_index": True}} if serving else {}
        with connection.answering(f"the knowledge index {self._name} could not be made"):
            self._client.indices.create(
                index=index, body=body | {"aliases": {entry(index): {}, **served}}, params=connection.PATIENT
            )
        return index

    def open(self, index: str) -> None:
        """Let writers in."""
        self._change([_remove(index, _exit(index)), _add(index, entry(index))])

    def close(self, index: str) -> None:
        """Let no writer in any more."""
        self._change([_remove(index, entry(index)), _add(index, _exit(index))])

    def swap(self, old: str, new: str) -> None:
        """Serve the new one in place of the old; ``Unavailable`` unless the old is closed and serves until now."""
        gone = [_remove(old, alias, must_exist=True) for alias in (_exit(old), self._name)]
        self._change([*gone, _add(new, self._name, is_write_index=True)])

    def delete(self, index: str) -> None:
        """Take one off the server; it may be gone already."""
        with connection.answering(f"the knowledge index {index} could not be deleted"):
            self._client.indices.delete(index=index, params={"ignore_unavailable": "true", **connection.PATIENT})

    def _change(self, actions: list[Action]) -> None:
        """Do it all at once, or nothing of it; until every node knows."""
        with connection.answering(f"the aliases of the knowledge index {self._name} could not be changed"):
            answer = self._client.indices.update_aliases(body={"actions": actions}, params=connection.PATIENT)
        if not answer["acknowledged"]:
            raise Unavailable(f"not every node knows the aliases of the knowledge index {self._name}")


def entry(index: str) -> str:
    """The alias through which a concrete index is written, as long as it is open."""
    return f"{index}.open"


def _exit(index: str) -> str:
    return f"{index}.closed"


def _add(index: str, alias: str, **options: bool) -> Action:
    return {"add": {"index": index, "alias": alias, **options}}


def _remove(index: str, alias: str, **options: bool) -> Action:
    return {"remove": {"index": index, "alias": alias, **options}}


def drop(client: "OpenSearch", name: str) -> bool:
    """Delete an index, and what was left of those before it; False where there was none."""
    generations = Generations(client, name)
    if not generations.exists():
        return False
    for index in (*generations.others(), generations.serving().name):
        generations.delete(index)
    return True
