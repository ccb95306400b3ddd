"""Many writes in one request: what becomes of each is read."""

from typing import Any

import pytest
from firstcontact.adapters.search.opensearch import bulk, connection
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.errors import Unavailable
from opensearchpy import OpenSearch

from tests.adapters.search.opensearch.wire import Wire

ONE, TWO, THREE = {"text": "one"}, {"text": "two"}, {"text": "three"}
BUSY = {"create": {"status": 429, "error": {"reason": "rejected execution"}}}
UNAVAILABLE = {"create": {"status": 503, "error": {"reason": "primary shard is not active"}}}
both = pytest.mark.parametrize("status", connection.BUSY)


@pytest.fixture
def client(search_wire: Wire) -> OpenSearch:
    return connect("http://127.0.0.1:9200")


def written(name: str) -> dict[str, Any]:
    return {"create": {"_id": name, "status": 201}}


def items(*told: dict[str, Any]) -> dict[str, Any]:
    return {"errors": any(item["create"]["status"] >= 400 for item in told), "items": list(told)}


def test_only_what_the_server_had_no_room_for_is_sent_again(search_wire: Wire, client: OpenSearch) -> None:
    search_wire.answers(items(written("a"), BUSY, BUSY), items(BUSY, written("c")), items(written("b")))
    assert bulk.create(client, "kb", [ONE, TWO, THREE]) == ["a", "b", "c"]
    assert [sent.lines[1::2] for sent in search_wire.sent] == [[ONE, TWO, THREE], [TWO, THREE], [TWO]]


def test_what_a_shard_was_not_there_for_is_sent_again_as_well(search_wire: Wire, client: OpenSearch) -> None:
    search_wire.answers(items(UNAVAILABLE, written("b")), items(written("a")))
    assert bulk.create(client, "kb", [ONE, TWO]) == ["a", "b"]
    assert len(search_wire.waited) == 1


@both
def test_a_request_that_is_refused_whole_is_sent_again_whole_after_a_pause(
    search_wire: Wire, client: OpenSearch, status: int
) -> None:
    search_wire.answers({}, {}, status=status)
    search_wire.answers(items(BUSY, written("b")), items(written("a")))
    assert bulk.create(client, "kb", [ONE, TWO]) == ["a", "b"]
    assert [sent.lines[1::2] for sent in search_wire.sent] == [[ONE, TWO]] * 3 + [[ONE]]
    assert search_wire.waited == pytest.approx([0.4, 0.8, 1.6])


@both
def test_a_server_that_refuses_every_request_is_unavailable(
    search_wire: Wire, client: OpenSearch, status: int
) -> None:
    search_wire.answers(*[{}] * bulk.ATTEMPTS, status=status)
    with pytest.raises(Unavailable, match="too busy to store 2 passages") as failure:
        bulk.create(client, "kb", [ONE, TWO])
    assert failure.value.code == "search_busy"
    assert len(search_wire.waited) == bulk.ATTEMPTS - 1


@both
def test_a_delete_waits_for_a_busy_server_as_well(search_wire: Wire, client: OpenSearch, status: int) -> None:
    search_wire.answers({}, status=status)
    search_wire.answers({"errors": False, "items": [{"delete": {"_id": "a", "status": 200}}]})
    bulk.delete(client, "kb", ["a"])
    assert len(search_wire.waited) == 1


def test_a_request_that_reached_no_server_is_sent_again_at_once(search_wire: Wire, client: OpenSearch) -> None:
    search_wire.answers({}, status=502)
    search_wire.answers(items(written("a")))
    assert bulk.create(client, "kb", [ONE]) == ["a"]
    assert search_wire.waited == []


def test_a_busy_server_is_given_more_time_with_each_try_until_it_is_unavailable(
    search_wire: Wire, client: OpenSearch
) -> None:
    search_wire.answers(*[items(BUSY)] * bulk.ATTEMPTS)
    with pytest.raises(Unavailable, match="too busy to store 1 passages") as failure:
        bulk.create(client, "kb", [ONE])
    assert failure.value.code == "search_busy"
    assert search_wire.waited == sorted(set(search_wire.waited))


def test_what_is_refused_is_told_with_the_servers_reason(search_wire: Wire, client: OpenSearch) -> None:
    refused = {"create": {"status": 400, "error": {"reason": "failed to parse field [updated_at]"}}}
    search_wire.answers(items(written("a"), refused))
    with pytest.raises(Unavailable, match=r"failed to parse field \[updated_at\]") as failure:
        bulk.create(client, "kb", [ONE, TWO])
    assert failure.value.code == "not_written"


def test_a_passage_whose_index_is_gone_was_not_written(search_wire: Wire, client: OpenSearch) -> None:
    search_wire.answers(items({"create": {"status": 404, "error": {"reason": "no such index [kb]"}}}))
    with pytest.raises(Unavailable, match="no such index"):
        bulk.create(client, "kb", [ONE])


def test_a_record_that_is_gone_already_is_deleted(search_wire: Wire, client: OpenSearch) -> None:
    search_wire.answers({"errors": False, "items": [{"delete": {"_id": "a", "status": 404, "result": "not_found"}}]})
    bulk.delete(client, "kb", ["a"])
    assert [sent.lines for sent in search_wire.sent] == [[{"delete": {"_index": "kb", "_id": "a"}}]]


def test_a_write_waits_for_graphs_to_be_merged(search_wire: Wire, client: OpenSearch) -> None:
    search_wire.answers(items(written("a")))
    bulk.create(client, "kb", [ONE])
    assert (search_wire.sent[0].patience or 0) > connection.PATIENCE


def test_nothing_to_write_is_no_request(search_wire: Wire, client: OpenSearch) -> None:
    assert bulk.create(client, "kb", []) == []
    assert search_wire.sent == []


def test_no_request_is_larger_than_a_small_node_takes(
    search_wire: Wire, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    search_wire.answers(items(written("a"), written("b")), items(written("c")))
    assert bulk.create(client, "kb", [ONE, TWO, THREE]) == ["a", "b", "c"]
    assert [sent.lines[1::2] for sent in search_wire.sent] == [[ONE, TWO], [THREE]]
