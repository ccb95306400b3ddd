"""The arrivals' reader: the index follows the files, and what failed comes back."""

from firstcontact.errors import Unavailable

from tests.fakes.services import FakeServices
from tests.functions.handlers import call, event, handler

REFUNDS, OLD = "documents/articles/refunds.md", "documents/articles/old.md"


def names(services: FakeServices) -> set[str]:
    return {document.id for document in services.stock.kept.documents()}


def test_a_file_that_arrived_is_in_the_index_and_reported(services: FakeServices) -> None:
    services.shelf.write(REFUNDS, "# Refunds\n\nWithin 5 days.")
    assert call("ingest_knowledge/one", services) == {"batchItemFailures": []}
    assert names(services) == {"articles/refunds"}
    report = services.shelf.told[REFUNDS]
    assert (report.version, report.read.documents, report.found) == ("1", 1, ())


def test_a_file_that_was_deleted_goes_and_only_what_is_no_event_comes_back(services: FakeServices) -> None:
    services.shelf.write(REFUNDS, "Within 5 days.")
    services.shelf.write(OLD, "Long ago.")
    call("ingest_knowledge/batch_with_poison", services)
    del services.shelf.kept[OLD]
    failed = call("ingest_knowledge/batch_with_poison", services)["batchItemFailures"]
    assert failed == [{"itemIdentifier": event("ingest_knowledge/batch_with_poison")["Records"][2]["messageId"]}]
    assert names(services) == {"articles/refunds"}


def test_where_the_index_cannot_be_written_every_message_comes_back(services: FakeServices) -> None:
    services.fail("knowledge", error=Unavailable("the bucket is down"))
    failed = call("ingest_knowledge/batch_with_poison", services)["batchItemFailures"]
    assert len(failed) == 3
    assert names(services) == set()


def test_a_batch_leaves_one_cost_event(services: FakeServices) -> None:
    call("ingest_knowledge/batch_with_poison", services)
    assert len(services.spent.events) == 1


def test_for_messages_that_are_no_events_no_index_is_opened(services: FakeServices) -> None:
    services.fail("knowledge", error=Unavailable("the bucket is down"))
    poison = event("ingest_knowledge/batch_with_poison")["Records"][2:]
    answer = handler("ingest_knowledge")({"Records": poison}, None, services)
    assert answer == {"batchItemFailures": [{"itemIdentifier": poison[0]["messageId"]}]}
    assert [one.failed for one in services.spent.events] == [False]
