"""Those who write to an index and search it while something is done to it."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from firstcontact.adapters.search.opensearch import OpenSearchIndex, OpenSearchWriter, scroll
from firstcontact.adapters.search.opensearch.generations import Generations
from firstcontact.knowledge.chunking import chunks
from firstcontact.knowledge.records import Document
from opensearchpy import OpenSearch

from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
STILL = [Document(id=f"still-{number}", text=f"The harbour has a berth {number}.") for number in range(40)]
FIELDS = ("document_id", "place", "text")


def held(client: OpenSearch, name: str) -> list[tuple[str, int, str]]:
    """Every record of an index, once it shows what was written."""
    client.indices.refresh(index=name)
    found = [hit["_source"] for hit in scroll.records(client, name, (), FIELDS)]
    return sorted((one["document_id"], one["place"], one["text"]) for one in found)


def passages(documents: Iterable[Document]) -> list[tuple[str, int, str]]:
    """The records that an index should have of these, and no others."""
    return sorted((one.id, place, piece.text) for one in documents for place, piece in enumerate(chunks(one)))


def indexes(client: OpenSearch, name: str) -> list[str]:
    """The concrete indexes of a name; the one that serves comes first."""
    generations = Generations(client, name)
    return [generations.serving().name, *generations.others()]


@contextmanager
def going_on(*steps: Callable[[], object]) -> Iterator[None]:
    """Each step again and again in a thread of its own; what went wrong there is raised at the end."""
    done, failures = threading.Event(), list[Exception]()

    def run(step: Callable[[], object]) -> None:
        try:
            while not done.is_set():
                step()
        except Exception as error:  # noqa: BLE001  (it is raised where the test can see it)
            failures.append(error)

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


class Author:
    """Puts, replaces and removes documents of its own, and knows which there should be."""

    def __init__(self, writer: OpenSearchWriter, name: str) -> None:
        self._writer, self._name, self._random = writer, name, Random(name)
        self.documents: dict[str, Document] = {}
        self.steps = 0

    def step(self) -> None:
        """One change of a few documents."""
        self.steps += 1
        some = {self._pick() for _ in range(self._random.randint(1, 4))}
        if self._random.random() < 0.3:
            there = len(some & self.documents.keys())
            removed = self._writer.remove(sorted(some))
            assert removed == there, (self._name, self.steps, some)
            for one in some:
                self.documents.pop(one, None)
        elif self._random.random() < 0.1:
            assert self._writer.prune(self._name, [("default", one) for one in some]) == len(
                self.documents.keys() - some
            )
            self.documents = {one: document for one, document in self.documents.items() if one in some}
        else:
            made = [Document(id=one, text=self._text(), source=self._name) for one in sorted(some)]
            self._writer.put(made)
            self.documents.update({one.id: one for one in made})

    def _pick(self) -> str:
        return f"{self._name}-{self._random.randrange(30)}"

    def _text(self) -> str:
        """Of one passage or of some."""
        return f"As of step {self.steps}, refunds are paid. " * self._random.choice([1, 1, 120])


class Reader:
    """Counts what it finds of the documents that nobody touches."""

    def __init__(self, client: OpenSearch, name: str) -> None:
        self._index = OpenSearchIndex(client, name, ENCODER.name)
        self.counts: list[int] = []

    def step(self) -> None:
        """One search."""
        found = self._index.search(["harbour"], ENCODER.encode(["harbour"]), k=3 * len(STILL))
        self.counts.append(len({one.document_id for one in found if one.document_id.startswith("still-")}))


class Hook:
    """Fills ``Progress``: does something once, when a line begins like this or the first item of a round passes."""

    def __init__(self, point: str, act: Callable[[], object]) -> None:
        self._point, self._act, self.lines = point, act, list[str]()

    def say(self, line: str) -> None:
        self.lines.append(line)
        if line.startswith(self._point):
            self._once()

    def track(self, items: Iterable[Any], what: str, total: int) -> Iterator[Any]:
        for item in items:
            yield item
            if what == self._point:
                self._once()

    def _once(self) -> None:
        act, self._act = self._act, lambda: None
        act()
