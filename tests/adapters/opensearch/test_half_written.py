"""A document whose writing was interrupted is never taken for whole."""

from firstcontact.adapters.opensearch import OpenSearchWriter, reading
from firstcontact.model.knowledge import Document, Tally
from opensearchpy import OpenSearch

from tests.adapters.opensearch.traffic import ENCODER

STEPS = Document(id="steps", text="\n\n".join(f"## Step {n}\n\nDo it." for n in range(5)), source="steps.md")


def records(node: OpenSearch, name: str) -> list[int]:
    found = reading.records(node, name, [{"term": {"document_id": STEPS.id}}], ("place",))
    return sorted(hit["_source"]["place"] for hit in found)


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
