"""Where a server shows late what was written, as Serverless does, the next writer finds it nevertheless."""

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchWriter, refresh
from firstcontact.knowledge.records import Document
from opensearchpy import OpenSearch

from tests.adapters.search.opensearch.traffic import ENCODER, STILL, held, passages

pytestmark = pytest.mark.xdist_group("opensearch")


def test_of_a_document_for_agents_now_nothing_stays_public(node: OpenSearch, late: OpenSearch, name: str) -> None:
    document = Document(id="refunds", text="Refunds over 500 EUR need a lead.")
    restricted = document.model_copy(update={"audience": "agents"})
    for version in (document, restricted):
        with OpenSearchWriter(late, name, ENCODER) as writer:
            writer.put([version])
    assert held(node, name) == passages([*STILL, restricted])


def test_a_document_that_is_gone_again_is_gone(node: OpenSearch, late: OpenSearch, name: str) -> None:
    with OpenSearchWriter(late, name, ENCODER) as writer:
        writer.put([Document(id="refunds", text="Refunds take 5 days.", source="a.md")])
    with OpenSearchWriter(late, name, ENCODER) as writer:
        assert writer.prune("a.md", ()) == 1
    assert held(node, name) == passages(STILL)


def test_who_wrote_nothing_waits_for_nothing(late: OpenSearch, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(id="refunds", text="Refunds take 5 days.")
    with OpenSearchWriter(late, name, ENCODER) as writer:
        writer.put([document])
    monkeypatch.delattr(refresh, "settle")
    with OpenSearchWriter(late, name, ENCODER) as writer:
        writer.put([document])
