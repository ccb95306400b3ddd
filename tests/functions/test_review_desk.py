"""The review desk's door: reviewers only, one at a time, each decision once."""

import pytest
from firstcontact.cases.conversation import Status
from firstcontact.record import now
from firstcontact.review.filing import enqueue
from firstcontact.review.records import ReviewRequest

from tests.examples import a_refund
from tests.functions.handlers import CASE, OTHER_CASE, REVIEW, body, call, event, handler, problem, seeded


def test_reviewers_see_what_waits_and_no_task_token() -> None:
    services = seeded()
    shown = body(call("review_desk/list", services))
    assert [review["review_id"] for review in shown["reviews"]] == [REVIEW]
    assert "the task token" not in str(shown)


def test_a_review_is_claimed_then_decided_and_the_case_goes_on() -> None:
    services = seeded()
    claimed = body(call("review_desk/claim", services))
    assert claimed["state"] == "claimed"
    decided = body(call("review_desk/edit", services))
    assert decided["state"] == "decided"
    assert services.durable.resumed == {"the task token": {"next": "send", "reason": "decided by a person"}}
    assert services.cases.get(CASE).text == "Delivery takes 2 to 4 working days."


def test_a_whole_review_says_who_asks_about_which_order_and_what_was_said() -> None:
    services = seeded(plan=a_refund())
    shown = body(call("review_desk/read", services))
    assert (shown["review_id"], shown["customer_id"], shown["order_id"]) == (REVIEW, "cus_ada", "1017")
    assert [message["role"] for message in shown["conversation"]] == ["assistant"]
    assert "the task token" not in str(shown)


def test_a_released_review_is_open_again() -> None:
    services = seeded()
    assert body(call("review_desk/claim", services))["claimed_until"]
    released = body(call("review_desk/release", services))
    assert (released["state"], released["claimed_by"]) == ("open", None)
    problem(call("review_desk/approve", services), 409, "not_claimed")


def test_a_claim_that_has_expired_decides_nothing() -> None:
    services = seeded()
    call("review_desk/claim", services)
    review = services.review_file.kept[CASE]
    services.reviews.put(review.model_copy(update={"claimed_until": now()}))
    problem(call("review_desk/approve", services), 409, "claim_expired")


def test_a_review_that_was_replaced_names_the_later_one() -> None:
    services = seeded()
    enqueue(ReviewRequest(case_id=CASE, task_token="a later token", reason="again"), services)
    for case in ("read", "claim", "release", "approve", "reject"):
        document = problem(call(f"review_desk/{case}", services), 409, "review_replaced")
        assert f"{REVIEW}-2" in document["remedy"]


@pytest.mark.parametrize("case", ["approve", "edit", "reject", "claim"])
def test_a_closed_case_takes_no_decision(case: str) -> None:
    services = seeded()
    call("review_desk/claim", services)
    services.cases.put(services.cases.get(CASE).model_copy(update={"status": Status.REFUSED, "closed_at": now()}))
    document = problem(call(f"review_desk/{case}", services), 409, "case_closed")
    assert "the customer was told no" in document["remedy"]
    assert services.durable.resumed == {}
    assert body(call("review_desk/list", services))["reviews"] == []


def test_the_list_comes_in_pages() -> None:
    services = seeded()
    enqueue(ReviewRequest(case_id=OTHER_CASE, task_token="another token", reason="unsure"), services)
    first = body(call("review_desk/list_page", services))
    assert [review["case_id"] for review in first["reviews"]] == [CASE]
    following = event("review_desk/list_page")
    following["multiValueQueryStringParameters"] = {"limit": ["1"], "cursor": [first["cursor"]]}
    following["queryStringParameters"] = {"limit": "1", "cursor": first["cursor"]}
    second = body(handler("review_desk")(following, None, services))
    assert [review["case_id"] for review in second["reviews"]] == [OTHER_CASE]
    assert second["cursor"] is None


@pytest.mark.parametrize(
    ("case", "code"),
    [("list_too_many", "invalid"), ("list_without_end", "invalid"), ("list_with_a_bad_cursor", "invalid_cursor")],
)
def test_a_page_that_makes_no_sense_is_refused(case: str, code: str) -> None:
    problem(call(f"review_desk/{case}", seeded()), 400, code)


def test_deciding_before_claiming_is_a_conflict() -> None:
    problem(call("review_desk/approve", seeded()), 409, "not_claimed")


def test_the_same_decision_again_is_the_same_answer() -> None:
    services = seeded()
    call("review_desk/claim", services)
    first, again = (body(call("review_desk/approve", services)) for _ in range(2))
    assert first == again
    assert len(services.durable.resumed) == 1


def test_another_decision_is_a_conflict() -> None:
    services = seeded()
    call("review_desk/claim", services)
    call("review_desk/approve", services)
    problem(call("review_desk/reject", services), 409, "already_decided")
    problem(call("review_desk/claim", services), 409, "already_decided")


def test_a_decision_whose_resume_failed_is_resumed_by_the_next_try() -> None:
    services = seeded()
    call("review_desk/claim", services)
    services.fail("workflow.resume", times=1)
    problem(call("review_desk/approve", services), 503, "unavailable")
    body(call("review_desk/approve", services))
    assert list(services.durable.resumed) == ["the task token"]


@pytest.mark.parametrize(
    "case", ["list_as_customer", "read_as_customer", "claim_as_customer", "release_as_customer", "decide_as_customer"]
)
def test_customers_do_not_review(case: str) -> None:
    problem(call(f"review_desk/{case}", seeded()), 403, "not_in_group")


def test_without_a_token_nothing_is_shown() -> None:
    problem(call("review_desk/list_without_token", seeded()), 401, "unauthenticated")


@pytest.mark.parametrize(
    ("case", "code"),
    [("edit_without_text", "invalid"), ("unknown_decision", "invalid"), ("unknown_field", "unknown_field")],
)
def test_a_decision_that_makes_no_sense_is_refused(case: str, code: str) -> None:
    services = seeded()
    call("review_desk/claim", services)
    problem(call(f"review_desk/{case}", services), 400, code)
    assert services.cases.get(CASE).reviewed_by is None


def test_an_unknown_review_is_not_found() -> None:
    services = seeded()
    services.review_file.kept.clear()
    problem(call("review_desk/claim", services), 404, "review_not_found")


def test_claims_and_decisions_are_accounted_to_their_case() -> None:
    services = seeded()
    call("review_desk/claim", services)
    call("review_desk/approve", services)
    assert [event.case_id for event in services.spent.events] == [CASE, CASE]
