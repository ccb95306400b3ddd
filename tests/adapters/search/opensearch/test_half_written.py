"""A document whose writing was interrupted is never taken for whole, nor one that is there twice for right."""

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchWriter, mapping, scroll
from firstcontact.adapters.search.opensearch.generations import Generations, entry
from firstcontact.adapters.search.opensearch.scroll import Query
from firstcontact.knowledge.records import Document, Tally
from opensearchpy import OpenSearch

from tests.adapters.search.opensearch.traffic import ENCODER

STEPS = Document(id="steps", text="\n\n".join(f"## Step {n}\n\nDo it." for n in range(5)), source="steps.md")


def records(node: OpenSearch, name: str) -> list[int]:
    found = scroll.records(node, name, [{"term": {"document_id": STEPS.id}}], ("place",))
    return sorted(hit["_source"]["place"] for hit in found)


def double(node: OpenSearch, name: str, places: list[int]) -> None:
    """As a write does whose answer is lost, so that it is sent again."""
    wanted: list[Query] = [{"term": {"document_id": STEPS.id}}, {"terms": {"place": places}}]
    into = {"create": {"_index": entry(Generations(node, name).serving().name)}}
    for hit in list(scroll.records(node, name, wanted, ("*",))):
        again = hit["_source"] | mapping.both(mapping.unpack(hit["_source"]["packed"]))
        node.bulk(body=[into, again], params={"refresh": "true"})
    assert len(records(node, name)) == 5 + len(places)


def test_a_document_of_which_a_passage_is_missing_is_not_counted_and_is_written_anew(
    node: OpenSearch, name: str
) -> None:
    with OpenSearchWriter(node, name, ENCODER) as writer:
        writer.put([STEPS])
    missing = {"bool": {"filter": [{"term": {"document_id": STEPS.id}}, {"term": {"place": 3}}]}}
    node.delete_by_query(index=name, body={"query": missing}, params={"refresh": "true"})
    with OpenSearchWriter(node, name, ENCODER) as writer:
        assert writer.tally(STEPS.source) == Tally()
        assert writer.put([STEPS]) == 5
    assert records(node, name) == [0, 1, 2, 3, 4]
    with OpenSearchWriter(node, name, ENCODER) as writer:
        assert writer.tally(STEPS.source) == Tally.of([STEPS.digest])


@pytest.mark.parametrize("places", [[2], [0, 1, 2, 3, 4]], ids=["one passage", "every passage"])
def test_a_document_of_which_something_is_there_twice_is_counted_once_and_written_anew(
    node: OpenSearch, name: str, places: list[int]
) -> None:
    with OpenSearchWriter(node, name, ENCODER) as writer:
        writer.put([STEPS])
    double(node, name, places)
    with OpenSearchWriter(node, name, ENCODER) as writer:
        assert writer.tally(STEPS.source) == Tally.of([STEPS.digest])
        assert writer.put([STEPS]) == 5
    assert records(node, name) == [0, 1, 2, 3, 4]
    with OpenSearchWriter(node, name, ENCODER) as writer:
        assert writer.tally(STEPS.source) == Tally.of([STEPS.digest])
