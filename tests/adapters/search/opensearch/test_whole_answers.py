"""Part of an answer is no answer: it would look as if nothing were known."""

from typing import Any

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchIndex, OpenSearchWriter, mapping
from firstcontact.adapters.search.opensearch.connection import RETRIES, connect
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Passage

from tests.adapters.search.opensearch.wire import Wire
from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
NODE = "http://127.0.0.1:9200"
MAPPING = {"kb-1": {"mappings": {"_meta": {"format": mapping.FORMAT, "encoder": ENCODER.name}}}}
ALIASES = {"kb-1": {"aliases": {"kb": {"is_write_index": True}, "kb-1.open": {}}}}
WHOLE: dict[str, Any] = {
    "status": 200,
    "timed_out": False,
    "_shards": {"total": 3, "successful": 3, "skipped": 0, "failed": 0},
    "hits": {"hits": []},
}
PARTIAL = {
    "took too long": WHOLE | {"timed_out": True},
    "1 of 3 shards": WHOLE | {"_shards": {"total": 3, "successful": 2, "skipped": 0, "failed": 1}},
    # A shard that no node holds any more is not counted among the failed.
    "2 of 3 shards": WHOLE | {"_shards": {"total": 3, "successful": 1, "skipped": 0, "failed": 0}},
    "search_phase_execution_exception": {"status": 500, "error": {"type": "search_phase_execution_exception"}},
}


@pytest.fixture
def index(search_wire: Wire) -> OpenSearchIndex:
    search_wire.answers(MAPPING)
    return OpenSearchIndex(connect(NODE), "kb", ENCODER.name)


def search(index: OpenSearchIndex) -> list[Passage]:
    return index.search(["refunds"], ENCODER.encode(["refunds"]), k=5)


@pytest.mark.parametrize("why", PARTIAL)
def test_one_partial_answer_among_many_fails_the_search(search_wire: Wire, index: OpenSearchIndex, why: str) -> None:
    search_wire.answers({"responses": [WHOLE, PARTIAL[why]]})
    with pytest.raises(Unavailable, match=why) as failure:
        search(index)
    assert failure.value.code == "search_incomplete"


def test_whole_answers_without_a_hit_are_an_answer(search_wire: Wire, index: OpenSearchIndex) -> None:
    search_wire.answers({"responses": [WHOLE, WHOLE]})
    assert search(index) == []


@pytest.mark.parametrize(("status", "requests"), [(503, RETRIES + 1), (500, 1), (403, 1)])
def test_an_error_in_place_of_answers_fails_the_search(
    search_wire: Wire, index: OpenSearchIndex, status: int, requests: int
) -> None:
    search_wire.answers(*[{"error": "no"}] * requests, status=status)
    with pytest.raises(Unavailable) as failure:
        search(index)
    assert failure.value.code == "search_failed"
    assert len(search_wire.sent) == 1 + requests


@pytest.mark.parametrize("why", PARTIAL)
def test_nothing_is_pruned_by_part_of_an_answer(search_wire: Wire, why: str) -> None:
    search_wire.answers({}, MAPPING, ALIASES, PARTIAL[why], ALIASES)
    writer = OpenSearchWriter(connect(NODE), "kb", ENCODER)
    with pytest.raises(Unavailable, match=why):
        writer.prune("a.jsonl", ())
    assert not [sent for sent in search_wire.sent if "_bulk" in sent.path]
