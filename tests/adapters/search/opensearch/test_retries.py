"""A writer whose index is replaced under its hands does its work again, whole, on the one that serves."""

from collections.abc import Callable
from typing import Any

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchWriter, bulk, drop
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.adapters.search.opensearch.generations import Generations, entry
from firstcontact.adapters.search.opensearch.reindexing import reindex
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document
from firstcontact.progress import Lines
from opensearchpy import OpenSearch

from tests.adapters.search.opensearch.traffic import ENCODER, STILL, Hook, held, indexes, passages

pytestmark = pytest.mark.xdist_group("opensearch")
QUIET = Lines(lambda _: None)
FIRST, SECOND = Document(id="x", text="First.", source="a"), Document(id="x", text="Second.", source="a")
Patch = pytest.MonkeyPatch


@pytest.fixture
def client(opensearch: str) -> OpenSearch:
    """One that only the writer uses."""
    return connect(opensearch)


def before(monkeypatch: Patch, of: object, method: str, which: int, act: Callable[[], object]) -> None:
    """Do something before a method is called for the so-many-th time from now."""
    calls, real = [], getattr(of, method)

    def call(*given: Any, **options: Any) -> Any:
        calls.append(given)
        if len(calls) == which:
            act()
        return real(*given, **options)

    monkeypatch.setattr(of, method, call)


MOMENTS = [("bulk", 1), ("bulk", 2), ("get_alias", 2)]


@pytest.mark.parametrize(("method", "which"), MOMENTS, ids=["creating", "deleting", "making sure"])
@pytest.mark.parametrize("again", [1, 2], ids=["once", "twice"])
def test_a_replacement_is_whole_whenever_the_index_moves(
    node: OpenSearch, client: OpenSearch, name: str, monkeypatch: Patch, method: str, which: int, again: int
) -> None:
    writer = OpenSearchWriter(client, name, ENCODER)
    writer.put([FIRST])
    of = client if method == "bulk" else client.indices

    def move() -> None:
        for _ in range(again):
            reindex(node, name, ENCODER.name, QUIET)

    before(monkeypatch, of, method, which, move)
    assert writer.put([SECOND]) == 1
    assert held(node, name) == passages([*STILL, SECOND])


@pytest.mark.parametrize(("method", "which"), [("bulk", 1), ("get_alias", 2)], ids=["deleting", "making sure"])
@pytest.mark.parametrize("way", ["remove", "prune"])
def test_a_removal_is_whole_and_counted_once_whenever_the_index_moves(
    node: OpenSearch, client: OpenSearch, name: str, monkeypatch: Patch, method: str, which: int, way: str
) -> None:
    writer = OpenSearchWriter(client, name, ENCODER)
    writer.put([FIRST])
    of = client if method == "bulk" else client.indices
    before(monkeypatch, of, method, which, lambda: reindex(node, name, ENCODER.name, QUIET))
    assert (writer.remove(["x"]) if way == "remove" else writer.prune("a", ())) == 1
    assert held(node, name) == passages(STILL)


@pytest.mark.parametrize("which", [1, 2], ids=["creating", "deleting"])
def test_a_replacement_is_whole_if_the_index_was_closed_for_a_moment_only(
    node: OpenSearch, client: OpenSearch, name: str, monkeypatch: Patch, which: int
) -> None:
    writer = OpenSearchWriter(client, name, ENCODER)
    writer.put([FIRST])
    generations = Generations(node, name)
    index = generations.serving().name
    before(monkeypatch, client, "bulk", which, lambda: generations.close(index))
    before(monkeypatch, client.indices, "get_alias", 2, lambda: generations.open(index))
    assert writer.put([SECOND]) == 1
    assert held(node, name) == passages([*STILL, SECOND])
    assert writer.remove(["x"]) == 1
    assert held(node, name) == passages(STILL)


def test_a_write_that_lands_behind_the_last_round_is_not_lost(
    node: OpenSearch, client: OpenSearch, name: str, monkeypatch: Patch
) -> None:
    (old,) = indexes(node, name)
    real = client.bulk

    def late(body: list[dict[str, Any]], **_: object) -> Any:
        """As if a node had let it in just before the closing, and taken it just before the end."""
        monkeypatch.setattr(client, "bulk", real)
        answers: list[Any] = []
        body[0]["create"]["_index"] = old
        reindex(node, name, ENCODER.name, Hook("the new index", lambda: answers.append(node.bulk(body=body))))
        assert answers[0]["errors"] is False
        return answers[0]

    monkeypatch.setattr(client, "bulk", late)
    OpenSearchWriter(client, name, ENCODER).put([FIRST])
    assert held(node, name) == passages([*STILL, FIRST])


def test_a_writer_waits_while_the_index_is_closed(
    node: OpenSearch, client: OpenSearch, name: str, monkeypatch: Patch
) -> None:
    generations = Generations(node, name)
    index = generations.serving().name
    generations.close(index)
    before(monkeypatch, client.indices, "get_alias", 3, lambda: generations.open(index))
    OpenSearchWriter(client, name, ENCODER).put([FIRST])
    assert held(node, name) == passages([*STILL, FIRST])


def test_an_index_from_before_they_were_closed_takes_writes(node: OpenSearch, name: str) -> None:
    (index,) = indexes(node, name)
    node.indices.delete_alias(index=index, name=entry(index))
    OpenSearchWriter(node, name, ENCODER).put([FIRST])
    assert held(node, name) == passages([*STILL, FIRST])


def test_no_write_makes_up_an_index(node: OpenSearch, client: OpenSearch, name: str) -> None:
    writer, left = OpenSearchWriter(client, name, ENCODER), indexes(node, name)
    assert drop(node, name)
    with pytest.raises(Unavailable) as failure:
        writer.put([FIRST])
    assert failure.value.code == "no_index"
    with pytest.raises(Unavailable, match="no such index") as failure:
        bulk.create(client, entry(left[0]), [{"text": "a guess"}])
    assert failure.value.code == "no_index"
    assert not node.indices.exists(index=f"{name}*", params={"allow_no_indices": "false"})
    OpenSearchWriter(node, name, ENCODER)
