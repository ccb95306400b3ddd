"""A node that loses its power right after a write."""

from pathlib import Path

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchIndex, OpenSearchWriter
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.knowledge.records import Document

from tests.fakes.models import HashingEncoder
from tests.opensearch.node import running

pytestmark = pytest.mark.xdist_group("opensearch")
ENCODER = HashingEncoder()
DOCUMENTS = [Document(id=str(number), text=f"Refund number {number} is paid.") for number in range(200)]


def test_every_document_that_was_put_is_there_when_the_node_is_back(tmp_path: Path) -> None:
    with running(tmp_path / "node") as (node,):
        OpenSearchWriter(connect(node.url), "kb", ENCODER).put(DOCUMENTS)
        node.kill()
        node.start()
        node.wait()
        index = OpenSearchIndex(connect(node.url), "kb", ENCODER.name)
        found = index.search(["refund"], ENCODER.encode(["refund"]), k=2 * len(DOCUMENTS))
        assert sorted(one.document_id for one in found) == sorted(one.id for one in DOCUMENTS)
