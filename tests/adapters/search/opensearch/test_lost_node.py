"""A cluster that loses a node while it is searched: what is left never answers as if it were everything."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchIndex, OpenSearchWriter, mapping
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document
from opensearchpy import OpenSearch

from tests.fakes.models import DIMENSIONS, HashingEncoder
from tests.opensearch.node import running

pytestmark = pytest.mark.xdist_group("opensearch")
ENCODER = HashingEncoder()
DOCUMENTS = [Document(id=str(number), text=f"Refund number {number} is paid.") for number in range(60)]
SEARCHES = 20


class Searcher:
    """Searches for every document again and again; keeps how many came, or why none did."""

    def __init__(self, url: str) -> None:
        self._index = OpenSearchIndex(connect(url), "kb", ENCODER.name)
        self.outcomes: list[int | str] = []
        self._done, self._more = False, threading.Condition()

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield
        finally:
            self._done = True
            thread.join()

    def next(self) -> list[int | str]:
        """What comes of the next few searches."""
        with self._more:
            before = len(self.outcomes) + 1  # one may be under way
            assert self._more.wait_for(lambda: len(self.outcomes) >= before + SEARCHES, timeout=120)
            return self.outcomes[before:]

    def _run(self) -> None:
        while not self._done:
            outcome = self._search()
            with self._more:
                self.outcomes.append(outcome)
                self._more.notify()

    def _search(self) -> int | str:
        try:
            found = self._index.search(["refund"], ENCODER.encode(["refund"]), k=2 * len(DOCUMENTS))
        except Unavailable as error:
            return error.code
        return len({one.document_id for one in found})


def put_on_every_node(client: OpenSearch) -> None:
    """A third of the documents on each of three nodes, and no copy of any."""
    body = mapping.settings(ENCODER.name, DIMENSIONS, "node")
    body["settings"]["index"] |= {"number_of_shards": 3, "number_of_replicas": 0}
    client.indices.create(index="kb-1", body=body | {"aliases": {"kb": {"is_write_index": True}}})
    with OpenSearchWriter(client, "kb", ENCODER) as writer:
        writer.put(DOCUMENTS)
    shards = client.cat.shards(index="kb-1", format="json")
    assert len({shard["node"] for shard in shards}) == 3


def test_searches_answer_whole_or_not_at_all_when_a_node_is_lost(tmp_path: Path) -> None:
    with running(tmp_path / "cluster", nodes=3) as nodes:
        client = connect(nodes[0].url)
        put_on_every_node(client)
        searcher = Searcher(nodes[0].url)
        with searcher.running():
            assert set(searcher.next()) == {len(DOCUMENTS)}
            nodes[2].kill()
            searcher.next()
            client.cluster.health(params={"wait_for_nodes": "2"})
            assert set(searcher.next()) <= {"search_incomplete", "search_failed"}
        assert set(searcher.outcomes) <= {len(DOCUMENTS), "search_incomplete", "search_failed"}
