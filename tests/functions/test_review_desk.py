"""The review desk's door: reviewers only, one at a time, each decision once."""

import pytest

from tests.functions.handlers import CASE, REVIEW, body, call, problem, seeded


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


@pytest.mark.parametrize("case", ["list_as_customer", "claim_as_customer", "decide_as_customer"])
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
