"""The review queue's reader: each message on its own; only what failed comes back."""

from firstcontact.cases.outcome import Ending

from tests.functions.handlers import CASE, OTHER_CASE, call, event, seeded


def test_a_batch_is_filed_and_nothing_comes_back() -> None:
    services = seeded()
    services.review_file.kept.clear()
    assert call("file_review/batch", services) == {"batchItemFailures": []}
    assert {review.case_id for review in services.reviews.waiting().reviews} == {CASE, OTHER_CASE}


def test_only_the_messages_that_failed_come_back() -> None:
    services = seeded()
    services.review_file.kept.clear()
    failed = call("file_review/batch_with_poison", services)["batchItemFailures"]
    ids = [record["messageId"] for record in event("file_review/batch_with_poison")["Records"]]
    assert [failure["itemIdentifier"] for failure in failed] == ids[1:4]
    assert {review.case_id for review in services.reviews.waiting().reviews} == {CASE, OTHER_CASE}


def test_one_message_that_meets_a_fault_does_not_hold_up_the_other() -> None:
    services = seeded()
    services.review_file.kept.clear()
    services.fail("cases.get", times=1)
    failed = call("file_review/batch", services)["batchItemFailures"]
    assert [failure["itemIdentifier"] for failure in failed] == [
        event("file_review/batch")["Records"][0]["messageId"]
    ]
    assert [review.case_id for review in services.reviews.waiting().reviews] == [OTHER_CASE]


def test_a_message_that_comes_twice_is_filed_once() -> None:
    services = seeded()
    services.review_file.kept.clear()
    for _ in range(2):
        assert call("file_review/one", services) == {"batchItemFailures": []}
    assert len(services.reviews.waiting().reviews) == 1


def test_the_wait_is_an_outcome_finance_can_see() -> None:
    services = seeded()
    call("file_review/one", services)
    assert services.results.kept[CASE].ending is Ending.WAITING


def test_every_message_leaves_a_cost_event_for_its_case() -> None:
    services = seeded()
    call("file_review/batch", services)
    assert [cost.case_id for cost in services.spent.events] == [CASE, OTHER_CASE]
