"""The desk: claimed by one reviewer for a while, decided once; what is rejected is never sent."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from firstcontact.actions.records import Receipt
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import NextStep
from firstcontact.errors import Conflict, Unavailable
from firstcontact.review import desk
from firstcontact.review.records import Choice, Decision, ReviewState
from pydantic import ValidationError

from tests.examples import a_refund
from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.plain_shop import plain_shop
from tests.review.desk_steps import (
    APPROVE,
    EDIT,
    NOON,
    REJECT,
    claim,
    claimed,
    decide,
    file_review,
    kept,
    waiting_case,
)


def test_one_of_two_reviewers_wins(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services))
    claim(services, review)
    with pytest.raises(Conflict):
        claim(services, review, "sam")
    with pytest.raises(Conflict) as refused:
        claim(services, kept(services, review), "sam")
    assert refused.value.code == "claimed_by_another"


def test_only_who_claimed_may_decide(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services))
    with pytest.raises(Conflict) as refused:
        decide(services, review, APPROVE)
    assert refused.value.code == "not_claimed"
    with pytest.raises(Conflict):
        decide(services, claim(services, review, "sam"), APPROVE)
    assert services.cases.get(review.case_id).status is Status.IN_REVIEW


@pytest.mark.parametrize(
    ("decision", "status", "text"),
    [
        (APPROVE, Status.ANSWERED, DELIVERY),
        (EDIT, Status.ANSWERED, "Written by Rosa."),
        (REJECT, Status.REFUSED, plain_shop().sentences.say("rejected")),
    ],
)
def test_a_decision_says_what_is_sent(services: FakeServices, decision: Decision, status: Status, text: str) -> None:
    case = waiting_case(services)
    decided = decide(services, claimed(services, case), decision)
    assert decided.state is ReviewState.DECIDED
    settled = services.cases.get(case.case_id)
    assert (settled.status, settled.text, settled.reviewed_by) == (status, text, "rosa")


@pytest.mark.parametrize("decision", [APPROVE, EDIT, REJECT])
def test_the_same_decision_twice_is_the_same_result(services: FakeServices, decision: Decision) -> None:
    case = waiting_case(services)
    decided = decide(services, claimed(services, case), decision)
    assert decide(services, kept(services, decided), decision) == decided
    assert services.cases.get(case.case_id).version == 2


def test_another_decision_afterwards_is_a_conflict(services: FakeServices) -> None:
    decided = decide(services, claimed(services, waiting_case(services)), APPROVE)
    for late in (EDIT, REJECT):
        with pytest.raises(Conflict) as refused:
            decide(services, kept(services, decided), late)
        assert refused.value.code == "already_decided"
    with pytest.raises(Conflict):
        decide(services, kept(services, decided), APPROVE, "sam")


def test_a_decision_that_broke_off_half_way_is_made_or_not_made(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    services.fail("reviews.decide", times=1)
    with pytest.raises(Unavailable):
        decide(services, review, APPROVE)
    assert services.cases.get(review.case_id).reviewed_by is None
    services.fail("reviews.decide", times=1, after=True)
    with pytest.raises(Unavailable):
        decide(services, review, REJECT)
    made = kept(services, review)
    assert decide(services, made, REJECT) == made
    with pytest.raises(Conflict) as refused:
        decide(services, made, APPROVE)
    assert refused.value.code == "already_decided"


def test_there_is_nothing_to_approve_without_a_draft(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services, text="", draft=None))
    with pytest.raises(Conflict) as refused:
        decide(services, review, APPROVE)
    assert refused.value.code == "no_draft"
    assert decide(services, review, EDIT).state is ReviewState.DECIDED


@pytest.mark.parametrize("text", [None, "", "   "])
def test_an_edit_brings_its_text(text: str | None) -> None:
    with pytest.raises(ValidationError):
        Decision(decision=Choice.EDIT, text=text)


@pytest.mark.parametrize(
    ("decision", "to"), [(APPROVE, NextStep.ACT), (EDIT, NextStep.SEND), (REJECT, NextStep.SEND)]
)
def test_only_an_approved_action_is_done(services: FakeServices, decision: Decision, to: NextStep) -> None:
    case = waiting_case(services, text="", draft=None, plan=a_refund("1009", "298.00"))
    review = claimed(services, case)
    assert review.action == "refund"
    assert review.draft.startswith("Refund 298.00 EUR")
    assert desk.next_step(decide(services, review, decision)).next is to


def _large_refund(services: FakeServices) -> Case:
    plan = a_refund("1009", "1298.00").model_copy(update={"second_approval": "two people approve it (policy.toml:9)"})
    return waiting_case(services, text="", draft=None, plan=plan)


def test_an_amount_for_two_people_is_paid_after_the_second_approval(services: FakeServices) -> None:
    case = _large_refund(services)
    first = decide(services, claimed(services, case), APPROVE)
    assert (first.state, first.claimed_by, first.approved_by) == (ReviewState.OPEN, None, "rosa")
    desk.resume(first, services)
    assert (services.durable.resumed, services.durable.started) == ({}, [])
    assert services.cases.get(case.case_id).reviewed_by is None
    second = decide(services, claim(services, first, "sven"), APPROVE, "sven")
    assert (second.state, second.approved_by, second.claimed_by) == (ReviewState.DECIDED, "rosa", "sven")
    assert desk.next_step(second).next is NextStep.ACT
    assert services.cases.get(case.case_id).reviewed_by == "sven"


def test_one_person_cannot_give_both_approvals(services: FakeServices) -> None:
    first = decide(services, claimed(services, _large_refund(services)), APPROVE)
    with pytest.raises(Conflict) as refused:
        claim(services, first)
    assert refused.value.code == "approved_by_you"
    assert decide(services, first, APPROVE) == first  # the same request again
    second = claim(services, first, "sven")
    assert decide(services, second, APPROVE) == second
    with pytest.raises(Conflict) as refused:
        decide(services, second, EDIT)
    assert refused.value.code == "not_claimed"


@pytest.mark.parametrize("decision", [EDIT, REJECT])
@pytest.mark.parametrize("approved", [False, True])
def test_either_of_two_people_can_end_it_without_a_payment(
    services: FakeServices, decision: Decision, approved: bool
) -> None:
    review = claimed(services, _large_refund(services))
    if approved:
        review = claim(services, decide(services, review, APPROVE), "sven")
    decided = decide(services, review, decision, "sven" if approved else "rosa")
    assert decided.state is ReviewState.DECIDED
    assert desk.next_step(decided).next is NextStep.SEND


def test_approving_a_plain_reply_does_no_action(services: FakeServices) -> None:
    decided = decide(services, claimed(services, waiting_case(services)), APPROVE)
    assert desk.next_step(decided).next is NextStep.SEND


def test_a_repeated_decision_lets_the_case_go_on_once(services: FakeServices) -> None:
    decided = decide(services, claimed(services, waiting_case(services)), APPROVE)
    first = desk.resume(decided, services)
    assert desk.resume(decide(services, first, APPROVE), services) == first
    assert (len(services.durable.resumed), services.durable.started) == (1, [])


@pytest.mark.parametrize("broken", ["workflow.resume", "workflow.start", "reviews.task_tokens", "cases.get"])
@pytest.mark.parametrize("waits", [True, False])
def test_a_case_that_could_not_go_on_goes_on_when_the_decision_is_repeated(
    services: FakeServices, broken: str, waits: bool
) -> None:
    services.durable.waits = waits
    decided = decide(services, claimed(services, waiting_case(services)), EDIT)
    services.fail(broken, times=1)
    with suppress(Unavailable):
        desk.resume(decided, services)
    desk.resume(decide(services, kept(services, decided), EDIT), services)
    services.publish_due()
    assert bool(services.durable.resumed) is waits
    assert services.durable.started == ([] if waits else [(decided.case_id, "send")])


@pytest.mark.parametrize(
    ("changes", "happened"),
    [
        ({"status": Status.REFUSED, "text": "No refund."}, "the customer was told no"),
        ({"status": Status.ANSWERED}, "the customer has an answer"),
        ({"status": Status.ACTED}, "the action was performed"),
        ({"status": Status.ASKED}, "the customer was asked a question"),
        ({"status": Status.IN_REVIEW}, "it ended"),
        ({"status": None}, "it ended"),
    ],
)
@pytest.mark.parametrize("decision", [APPROVE, EDIT, REJECT])
def test_a_closed_case_takes_no_decision_and_leaves_the_desk(
    services: FakeServices, decision: Decision, changes: dict[str, object], happened: str
) -> None:
    review = claimed(services, waiting_case(services, plan=a_refund()))
    closed = {**changes, "closed_at": NOON}
    services.cases.put(services.cases.get(review.case_id).model_copy(update=closed))
    before = services.cases.get(review.case_id)
    for attempt in (partial(decide, decision=decision), claim):
        with pytest.raises(Conflict) as refused:
            attempt(services, kept(services, review))
        assert refused.value.code == "case_closed"
        assert refused.value.remedy == f"Do nothing: {happened} at 2026-11-23 12:00 UTC."
    assert services.cases.get(review.case_id) == before
    assert kept(services, review).state is ReviewState.CLOSED
    assert services.reviews.waiting(limit=10).reviews == ()


def test_an_action_that_may_have_been_performed_can_be_approved_because_it_is_performed_once(
    services: FakeServices,
) -> None:
    review = claimed(services, waiting_case(services, plan=a_refund(), unsettled=True))
    assert desk.next_step(decide(services, review, APPROVE)).next is NextStep.ACT


@pytest.mark.parametrize("decision", [EDIT, REJECT])
def test_nobody_says_anything_else_while_it_is_unknown_whether_the_money_left(
    services: FakeServices, decision: Decision
) -> None:
    review = claimed(services, waiting_case(services, plan=a_refund(), unsettled=True))
    assert review.unsettled
    with pytest.raises(Conflict) as refused:
        decide(services, review, decision)
    assert refused.value.code == "unsettled"
    assert "the money may have left" in refused.value.detail
    assert services.cases.get(review.case_id).reviewed_by is None


@pytest.mark.parametrize("text", [None, "Sorry, there is no refund."])
def test_a_customer_who_was_paid_is_not_told_no(services: FakeServices, text: str | None) -> None:
    receipt = Receipt(action="refund", reference="re_1", text="Refunded 53.90 EUR.")
    review = claimed(services, waiting_case(services, plan=a_refund(), receipt=receipt, text=receipt.text))
    with pytest.raises(Conflict) as refused:
        decide(services, review, Decision(decision=Choice.REJECT, text=text, reason="too dear"))
    assert refused.value.code == "action_performed"
    assert review.action is None
    assert desk.next_step(decide(services, kept(services, review), APPROVE)).next is NextStep.SEND


def test_a_case_that_is_settled_can_be_decided(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services, plan=a_refund(), unsettled=True))
    case = services.cases.get(review.case_id)
    settled = services.cases.put(case.model_copy(update={"unsettled": False}))
    desk.mark_settled(settled, services.reviews)
    assert kept(services, review).unsettled is False
    assert decide(services, kept(services, review), REJECT).state is ReviewState.DECIDED


def test_what_becomes_unsettled_later_shows_at_the_desk(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services, plan=a_refund()))
    case = services.cases.get(review.case_id)
    desk.mark_settled(services.cases.put(case.model_copy(update={"unsettled": True})), services.reviews)
    assert kept(services, review).unsettled is True


def test_the_oldest_wait_is_measured_in_seconds(services: FakeServices) -> None:
    reviews = [
        file_review(services, waiting_case(services)).model_copy(update={"created_at": NOON - timedelta(seconds=n)})
        for n in (30, 3600, 0)
    ]
    assert desk.oldest_wait(reviews, NOON) == 3600
    assert desk.oldest_wait([], NOON) == 0
