"""The suite with its knowledge in OpenSearch: its functions on a real node, reached by its address and no more."""

import uuid
from collections.abc import Iterator

import pytest
from firstcontact.adapters.search.opensearch import drop
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.errors import Unavailable
from firstcontact.services import Services
from firstcontact.services import knowledge as plugged

from tests.examples import a_case
from tests.fakes.services import SETTINGS, FakeServices
from tests.functions.handlers import CASE, QUESTION, call

pytestmark = pytest.mark.xdist_group("opensearch")
DELIVERIES, KEPT = "documents/tickets/2026-10.jsonl", "documents/tickets/2026-11.jsonl"


class ServedServices(FakeServices):
    """A suite in memory, but for the index: what fills its ports is for the settings to say."""

    index = Services.index

    def __init__(self, url: str) -> None:
        super().__init__(SETTINGS.model_copy(update={"opensearch_url": url}))
        del self.knowledge  # the fake that covers what the settings choose


@pytest.fixture
def served(opensearch: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedServices]:
    """One that waits for an answer to QUESTION, with an index of its own."""
    name = f"suite-{uuid.uuid4().hex}"
    monkeypatch.setattr(plugged, "INDEX", name)
    services = ServedServices(opensearch)
    services.cases.put(a_case(QUESTION, case_id=CASE))
    yield services
    drop(connect(opensearch), name)


def found(services: FakeServices) -> tuple[str, list[str]]:
    """Where the workflow goes on, and with which documents."""
    step = call("retrieve_knowledge/task", services)
    return step["next"], [passage.document_id for passage in services.cases.get(CASE).passages]


def test_a_file_comes_in_is_found_is_checked_and_is_found_no_more_once_it_is_gone(served: ServedServices) -> None:
    served.shelf.write(DELIVERIES, '{"id": "delivery", "text": "Standard delivery to Germany takes two days."}\n')
    assert call("ingest_files/one", served) == {"files": 1, "documents": 1, "found": 0}
    assert found(served) == ("draft", ["delivery"])
    assert call("check_files/tickets", served) == {"files": 1, "documents": 1, "found": 0}
    del served.shelf.kept[DELIVERIES]
    assert call("ingest_files/one", served) == {"files": 1, "documents": 0, "found": 0}
    assert found(served) == ("person", [])
    assert call("check_files/tickets", served) == {"files": 1, "documents": 0, "found": 0}


def test_a_check_tells_what_the_index_has_lost(served: ServedServices) -> None:
    served.shelf.write(DELIVERIES, '{"id": "1", "text": "One."}\n')
    served.shelf.write(KEPT, '{"id": "2", "text": "Two."}\n')
    assert call("ingest_files/batch", served)["documents"] == 2
    with served.knowledge.writing() as writer:
        writer.remove(["1"])
    with pytest.raises(Unavailable, match=DELIVERIES):
        call("check_files/tickets", served)
