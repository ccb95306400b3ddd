"""An index is made anew while it is searched and written: nothing is missed, doubled, or gone for a moment."""

from typing import Any

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchWriter, drop, mapping, scroll
from firstcontact.adapters.search.opensearch.generations import entry
from firstcontact.adapters.search.opensearch.reindexing import Report, reindex
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document
from firstcontact.progress import Lines
from opensearchpy import OpenSearch

from tests.adapters.search.opensearch.traffic import ENCODER, STILL, Author, Reader, going_on, held, indexes, passages

pytestmark = pytest.mark.xdist_group("opensearch")
QUIET = Lines(lambda _: None)


@pytest.fixture(params=["node", "late"])
def client(request: pytest.FixtureRequest) -> OpenSearch:
    """One that can make searches see what was written, and one that has to wait for it and can set nothing."""
    found: OpenSearch = request.getfixturevalue(request.param)
    return found


def test_writers_and_searchers_go_on_and_nothing_is_missed(node: OpenSearch, client: OpenSearch, name: str) -> None:
    authors = [Author(OpenSearchWriter(client, name, ENCODER), one) for one in ("anna", "ben")]
    reader = Reader(connect_like(client), name)
    before = indexes(node, name)
    with going_on(*(author.step for author in authors), reader.step):
        reports = [reindex(client, name, ENCODER.name, QUIET) for _ in range(2)]
    assert len(indexes(node, name)) == 1
    assert indexes(node, name) != before
    assert all(report.rounds > 1 for report in reports)
    written = [document for author in authors for document in author.documents.values()]
    assert held(node, name) == passages([*STILL, *written])
    assert all(author.steps > 10 for author in authors)
    assert set(reader.counts) == {len(STILL)}


def connect_like(client: OpenSearch) -> OpenSearch:
    """A connection of its own, for one who only searches."""
    ((host, *_),) = [client.transport.hosts]
    return OpenSearch(hosts=[host])


def test_what_the_code_says_of_an_index_now_is_what_the_new_one_is(
    node: OpenSearch, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_was = mapping.settings

    def changed(*given: Any) -> dict[str, Any]:
        body = as_it_was(*given)
        body["mappings"]["properties"]["title"] = {"type": "keyword"}
        return body

    monkeypatch.setattr(mapping, "settings", changed)
    report = reindex(node, name, ENCODER.name, QUIET)
    assert report == Report(documents=len(STILL), passages=len(STILL), rounds=2)
    (told,) = node.indices.get_mapping(index=name).values()
    assert told["mappings"]["properties"]["title"] == {"type": "keyword"}
    assert held(node, name) == passages(STILL)


def test_an_index_of_another_encoder_is_refused_and_stays(node: OpenSearch, name: str) -> None:
    before = indexes(node, name)
    with pytest.raises(Unavailable, match="built with the encoder hashing, not with another") as failure:
        reindex(node, name, "another", QUIET)
    assert failure.value.code == "other_encoder"
    assert failure.value.remedy == "Ingest the documents into an index of another name."
    assert indexes(node, name) == before


def test_a_passage_that_was_written_twice_is_copied_once(
    node: OpenSearch, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scroll, "PAGE", 7)
    (index,) = indexes(node, name)
    for hit in list(scroll.records(node, index, (), ("*",))):
        again = hit["_source"] | mapping.both(mapping.unpack(hit["_source"]["packed"]))
        node.bulk(body=[{"create": {"_index": entry(index)}}, again])
    assert len(held(node, name)) == 2 * len(STILL)
    reindex(node, name, ENCODER.name, QUIET)
    assert held(node, name) == passages(STILL)


def test_two_tenants_keep_their_documents_of_one_id(node: OpenSearch, name: str) -> None:
    with OpenSearchWriter(node, name, ENCODER) as writer:
        writer.put([Document(id="still-1", text="Ours alone.", tenant="other")])
    report = reindex(node, name, ENCODER.name, QUIET)
    assert report.documents == len(STILL) + 1
    with OpenSearchWriter(node, name, ENCODER) as writer:
        assert writer.remove(["still-1"], tenant="other") == 1
    assert held(node, name) == passages(STILL)


def test_a_name_that_begins_with_this_one_is_another_index(node: OpenSearch, name: str) -> None:
    longer = f"{name}-de"
    with OpenSearchWriter(node, longer, ENCODER) as writer:
        writer.put(STILL[:1])
    reindex(node, name, ENCODER.name, QUIET)
    reindex(node, longer, ENCODER.name, QUIET)
    assert drop(node, name)
    assert held(node, longer) == passages(STILL[:1])
    assert drop(node, longer)
    OpenSearchWriter(node, name, ENCODER)
