"""DynamoDB: conditions, pages, capacity, and what becomes of its errors."""

import time
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from firstcontact.adapters.aws.clients import ATTEMPTS, client
from firstcontact.adapters.aws.dynamodb import Table, write_together
from firstcontact.adapters.aws.reviews import DynamoReviews
from firstcontact.adapters.aws.stores import DynamoCases, DynamoConversations, heading_item
from firstcontact.errors import Conflict, NotFound, Unavailable
from firstcontact.telemetry import Meter

from tests.adapters.aws.wire import FAULTS, Wire, failed, said
from tests.contracts.samples import a_heading, a_message, a_review
from tests.contracts.tables import make_table


@pytest.mark.usefixtures("aws")
def test_a_record_that_is_there_is_not_made_again(meter: Meter) -> None:
    table = make_table("cases", meter)
    table.put_version({"pk": "a", "fact": "1"}, 0)
    with pytest.raises(Conflict):
        table.put_version({"pk": "a", "fact": "2"}, 0)
    assert _plain(table, "a")["fact"] == "1"


@pytest.mark.usefixtures("aws")
def test_a_record_is_changed_only_from_the_version_that_was_read(meter: Meter) -> None:
    table = make_table("cases", meter)
    table.put_version({"pk": "a", "fact": "1"}, 0)
    table.put_version({"pk": "a", "fact": "2"}, 1)
    for read in (1, 3):
        with pytest.raises(Conflict):
            table.put_version({"pk": "a", "fact": "3"}, read)
    item = _plain(table, "a")
    assert (item["fact"], item["version"]) == ("2", "2")


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("version", [0, 1])
def test_a_write_whose_answer_was_lost_is_no_conflict_with_itself(
    meter: Meter, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    table = make_table("cases", meter)
    for read in range(version):
        table.put_version({"pk": "a", "fact": "before"}, read)
    _lose_the_next_answer(monkeypatch)
    table.put_version({"pk": "a", "fact": "mine"}, version)
    assert _plain(table, "a")["fact"] == "mine"


@pytest.mark.usefixtures("aws")
def test_a_review_whose_answer_was_lost_is_new_all_the_same(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    reviews = DynamoReviews(make_table("reviews", meter), make_table("cases", meter), meter)
    _lose_the_next_answer(monkeypatch)
    review = a_review()
    assert reviews.put_new(review, "token") is True
    assert reviews.put_new(review, "token") is False


@pytest.mark.usefixtures("aws")
def test_writes_made_together_whose_answer_was_lost_are_no_conflict_with_themselves(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = make_table("cases", meter)
    _lose_the_next_answer(monkeypatch)
    write_together([table.version_request({"pk": key, "fact": "mine"}, 0) for key in "ab"], meter)
    assert [_plain(table, key)["fact"] for key in "ab"] == ["mine", "mine"]


@pytest.mark.usefixtures("aws")
def test_a_conversation_larger_than_one_page_comes_back_whole(meter: Meter) -> None:
    table, heading = make_table("conversations", meter), a_heading(0)
    table.put(heading_item(heading, "cus_1"))
    conversations = DynamoConversations(table)
    messages = tuple(a_message(minute, text="ä" * 100_000) for minute in range(1, 8))
    for message in messages:
        conversations.put(heading.conversation_id, message)
    assert conversations.get(heading.conversation_id).messages == messages


@pytest.mark.usefixtures("aws")
def test_a_table_larger_than_one_page_is_read_to_its_end(meter: Meter) -> None:
    table = make_table("costs", meter)
    for n in range(6):
        table.put({"pk": str(n), "fact": "x" * 300_000})
    assert sorted(item["pk"] for item in table.scan()) == list("012345")


@pytest.mark.usefixtures("aws")
def test_a_limit_is_kept_over_several_pages(meter: Meter) -> None:
    table = make_table("conversations", meter)
    for n in range(6):
        table.put({"pk": "a", "sk": str(n), "fact": "x" * 300_000})
    assert [item["sk"] for item in table.query("pk", "a", limit=5)] == list("01234")
    assert [item["sk"] for item in table.query("pk", "a", backwards=True, limit=2)] == ["5", "4"]


@pytest.mark.usefixtures("aws")
def test_the_list_of_conversations_is_sorted_by_its_indexs_own_key(meter: Meter) -> None:
    """DynamoDB keeps no order among items whose sort keys are equal."""
    table = make_table("conversations", meter)
    for minutes in (1, 3, 2):
        table.put(heading_item(a_heading(minutes), "cus_1"))
    keys = [item["sk"] for item in table.query("customer_id", "cus_1", index="by_customer", backwards=True)]
    assert keys == sorted(set(keys), reverse=True)
    assert len(keys) == 3


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("key", ["", "x" * 2049, "ü" * 1025])
def test_what_no_key_can_be_is_not_found(meter: Meter, key: str) -> None:
    with pytest.raises(NotFound):
        DynamoCases(make_table("cases", meter)).get(key)
    with pytest.raises(NotFound):
        DynamoConversations(make_table("conversations", meter)).get(key)


def test_capacity_is_metered_to_the_half_unit(wire: Wire, meter: Meter) -> None:
    table, used = Table("cases", meter), {"TableName": "cases", "CapacityUnits": 2.5}
    wire.answers_with(said({"ConsumedCapacity": used, "Items": [], "LastEvaluatedKey": {"pk": {"S": "a"}}}), said({}))
    list(table.scan())
    wire.answers_with(said({"ConsumedCapacity": used}))
    table.put({"pk": "a"})
    metered = {quantity.item: quantity.amount for quantity in meter.drain()}
    assert metered == {"dynamodb.read_units": Decimal("3.5"), "dynamodb.write_units": Decimal("2.5")}


def test_a_write_that_was_not_made_is_paid_for(wire: Wire, meter: Meter) -> None:
    wire.answers_with(failed("ConditionalCheckFailedException"))
    assert Table("cases", meter).put({"pk": "a"}, condition="attribute_not_exists(pk)") is False
    (paid,) = meter.drain()
    assert (paid.item, int(paid.amount)) == ("dynamodb.write_units", 1)


CALLS: dict[str, Callable[[Table], Any]] = {
    "get": lambda table: table.get({"pk": "a"}),
    "put": lambda table: table.put({"pk": "a"}),
    "put on a condition": lambda table: table.put({"pk": "a"}, condition="attribute_not_exists(pk)"),
    "put a version": lambda table: table.put_version({"pk": "a"}, 1),
    "put together": lambda table: write_together([table.request({"pk": "a"})], Meter()),
    "delete": lambda table: table.delete({"pk": "a"}),
    "query": lambda table: table.query("pk", "a"),
    "scan": lambda table: list(table.scan()),
}
REPEATED = [fault for fault in FAULTS if fault != "denied"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", REPEATED)
def test_a_failing_table_is_unavailable_and_shows_no_data(wire: Wire, meter: Meter, call: str, fault: str) -> None:
    wire.answers_with(FAULTS[fault])
    with pytest.raises(Unavailable) as failure:
        CALLS[call](Table("cases", meter))
    assert "ada" not in failure.value.detail
    assert len(wire.calls) == ATTEMPTS


@pytest.mark.parametrize("call", CALLS)
def test_a_denied_call_is_not_repeated(wire: Wire, meter: Meter, call: str) -> None:
    wire.answers_with(failed("AccessDeniedException"))
    with pytest.raises(Unavailable, match="AccessDeniedException"):
        CALLS[call](Table("cases", meter))
    assert len(wire.calls) == 1


def test_a_call_throttled_once_goes_through(wire: Wire, meter: Meter) -> None:
    wire.answers_with(failed("ThrottlingException"), said({"Item": {"pk": {"S": "a"}, "version": {"N": "2"}}}))
    assert Table("cases", meter).get({"pk": "a"}) == {"pk": "a", "version": "2"}


def test_records_are_read_consistently(wire: Wire, meter: Meter) -> None:
    wire.answers_with(said({"Items": []}))
    Table("cases", meter).get({"pk": "a"})
    Table("cases", meter).query("pk", "a")
    assert [call.json["ConsistentRead"] for call in wire.calls] == [True, True]


def _plain(table: Table, key: str) -> dict[str, str]:
    item = table.get({"pk": key})
    assert item is not None
    return item


def _lose_the_next_answer(patch: pytest.MonkeyPatch) -> None:
    """The table takes the next write; its answer never arrives, so the SDK sends the write again."""
    patch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))
    session = client("dynamodb")._endpoint.http_session
    send, lost = session.send, False

    def send_once_in_vain(request: Any) -> Any:
        nonlocal lost
        answer = send(request)
        if not lost and request.headers["X-Amz-Target"].endswith((b"PutItem", b"TransactWriteItems")):
            from botocore.exceptions import ConnectionClosedError

            lost = True
            raise ConnectionClosedError(endpoint_url=request.url)
        return answer

    patch.setattr(session, "send", send_once_in_vain)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("together", [False, True])
def test_what_is_written_expires_after_the_retention_and_without_one_never(meter: Meter, together: bool) -> None:
    name = make_table("cases", meter)._name
    for days in (400, None):
        table, moment = Table(name, meter, days), int(time.time())
        if together:
            write_together([table.version_request({"pk": "a", "fact": "x"}, 0 if days else 1)], meter)
        else:
            table.put_version({"pk": "a", "fact": "x"}, 0 if days else 1)
        kept = table.get({"pk": "a"}) or {}
        if days is None:
            assert "expires_at" not in kept
        else:
            assert 0 <= int(kept["expires_at"]) - moment - days * 24 * 3600 <= 5
