"""The desk: filed once, claimed by one, decided once; what is rejected is never sent."""

from datetime import timedelta
from typing import Any

import pytest
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import NextStep
from firstcontact.channels import delivery
from firstcontact.errors import Conflict, Unavailable
from firstcontact.identity.records import Customer
from firstcontact.record import now
from firstcontact.review import desk
from firstcontact.review.records import Choice, Decision, Review, ReviewRequest, ReviewState
from pydantic import ValidationError

from tests.examples import a_case, a_draft, a_passage, a_refund
from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.plain_shop import plain_shop

TOKEN = "task-token-of-the-wait"
APPROVE = Decision(decision=Choice.APPROVE)
EDIT = Decision(decision=Choice.EDIT, text="Written by Rosa.")
REJECT = Decision(decision=Choice.REJECT, reason="wrong")


def _waiting(services: FakeServices, **more: Any) -> Case:
    given: dict[str, Any] = {
        "status": Status.IN_REVIEW,
        "text": DELIVERY,
        "passages": (a_passage(),),
        "draft": a_draft(),
        **more,
    }
    return services.cases.put(a_case(**given))


def _file(services: FakeServices, case: Case, token: str = TOKEN) -> Review:
    request = ReviewRequest(case_id=case.case_id, task_token=token, reason="not sure enough")
    desk.enqueue(request, services, services.reviews)
    return services.reviews.get(desk.review_id(case.case_id, token))


def _claimed(services: FakeServices, case: Case, reviewer: str = "rosa") -> Review:
    return desk.claim(_file(services, case), reviewer, services.reviews)


def _decide(services: FakeServices, review: Review, decision: Decision, reviewer: str = "rosa") -> Review:
    return desk.decide(review, decision, reviewer, services.shop, services.cases, services.reviews)


def test_a_case_is_filed_once_however_often_its_message_comes(services: FakeServices) -> None:
    case = _waiting(services)
    first = _file(services, case)
    assert _file(services, case) == first
    assert len(services.reviews.waiting()) == 1


def test_another_wait_of_the_same_case_is_another_review(services: FakeServices) -> None:
    case = _waiting(services)
    assert _file(services, case).review_id != _file(services, case, "a later token").review_id


def test_what_a_desk_shows_never_holds_the_task_token(services: FakeServices) -> None:
    review = _file(services, _waiting(services))
    assert TOKEN not in review.model_dump_json()
    assert services.reviews.task_token(review.review_id) == TOKEN


def test_a_desk_shows_how_old_the_sources_of_a_draft_are(services: FakeServices) -> None:
    dated = a_passage().model_copy(update={"updated_at": now()})
    (source,) = _file(services, _waiting(services, passages=(dated,))).sources
    assert source.updated_at == dated.updated_at


def test_a_case_that_was_being_worked_on_tells_its_windows_that_a_person_has_it(services: FakeServices) -> None:
    case = _waiting(services, working=True)
    services.connections.opened("window-1", Customer(customer_id="cus_ada"))
    services.connections.follow("window-1", case.conversation_id)
    _file(services, case)
    (event,) = services.windows.events("handover")
    assert DELIVERY not in str(event)
    assert services.cases.get(case.case_id).working is False


@pytest.mark.parametrize("port", ["conversations.put", "socket", "cases.put", "reviews.put_new"])
def test_a_filing_that_fails_half_way_is_finished_by_the_next_try(services: FakeServices, port: str) -> None:
    case = _waiting(services, working=True)
    services.connections.opened("window-1", Customer(customer_id="cus_ada"))
    services.connections.follow("window-1", case.conversation_id)
    services.fail(port, times=1)
    with pytest.raises(Unavailable):
        _file(services, case)
    _file(services, case)
    assert services.windows.events("handover")
    assert services.cases.get(case.case_id).working is False
    assert len(services.reviews.waiting()) == 1


def test_a_ticket_waits_with_an_internal_note_and_no_public_word(services: FakeServices) -> None:
    case = _waiting(services, channel=Channel.ZENDESK, ticket_id="7", customer_id=None)
    review = _file(services, case)
    assert review.review_id in services.desk.notes["7", case.case_id]
    assert DELIVERY in services.desk.notes["7", case.case_id]
    assert not services.desk.replies


def test_a_note_that_could_not_be_written_is_written_by_the_next_try(services: FakeServices) -> None:
    case = _waiting(services, channel=Channel.ZENDESK, ticket_id="7", customer_id=None)
    services.fail("help_desk.note", times=1)
    with pytest.raises(Unavailable):
        _file(services, case)
    _file(services, case)
    assert len(services.desk.notes) == 1


@pytest.mark.parametrize("delivered", [False, True])
def test_a_message_that_comes_again_after_the_decision_undoes_nothing(
    services: FakeServices, delivered: bool
) -> None:
    case = _waiting(services)
    _decide(services, _claimed(services, case), EDIT)
    if delivered:
        delivery.deliver(services.cases.get(case.case_id), services)
    before = services.cases.get(case.case_id)
    _file(services, case)
    assert services.cases.get(case.case_id) == before
    assert services.reviews.waiting() == []


def test_a_late_wait_does_not_reopen_a_case_that_is_closed(services: FakeServices) -> None:
    case = _waiting(services)
    _decide(services, _claimed(services, case), EDIT)
    closed = delivery.deliver(services.cases.get(case.case_id), services)
    request = ReviewRequest(case_id=case.case_id, task_token="a token of long ago", reason="late")
    desk.enqueue(request, services, services.reviews)
    assert services.cases.get(case.case_id) == closed
    assert services.reviews.waiting() == []


def test_one_of_two_reviewers_wins(services: FakeServices) -> None:
    review = _file(services, _waiting(services))
    desk.claim(review, "rosa", services.reviews)
    with pytest.raises(Conflict):
        desk.claim(review, "sam", services.reviews)
    with pytest.raises(Conflict) as refused:
        desk.claim(services.reviews.get(review.review_id), "sam", services.reviews)
    assert refused.value.code == "claimed_by_another"


def test_claiming_one_s_own_again_is_fine(services: FakeServices) -> None:
    review = _claimed(services, _waiting(services))
    assert desk.claim(review, "rosa", services.reviews) == review


def test_only_who_claimed_may_decide(services: FakeServices) -> None:
    review = _file(services, _waiting(services))
    with pytest.raises(Conflict) as refused:
        _decide(services, review, APPROVE)
    assert refused.value.code == "not_claimed"
    with pytest.raises(Conflict):
        _decide(services, desk.claim(review, "sam", services.reviews), APPROVE)
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
    case = _waiting(services)
    decided = _decide(services, _claimed(services, case), decision)
    assert decided.state is ReviewState.DECIDED
    settled = services.cases.get(case.case_id)
    assert (settled.status, settled.text, settled.reviewed_by) == (status, text, "rosa")


@pytest.mark.parametrize("decision", [APPROVE, EDIT, REJECT])
def test_the_same_decision_twice_is_the_same_result(services: FakeServices, decision: Decision) -> None:
    case = _waiting(services)
    decided = _decide(services, _claimed(services, case), decision)
    assert _decide(services, services.reviews.get(decided.review_id), decision) == decided
    assert services.cases.get(case.case_id).version == 2


def test_another_decision_afterwards_is_a_conflict(services: FakeServices) -> None:
    decided = _decide(services, _claimed(services, _waiting(services)), APPROVE)
    for late in (EDIT, REJECT):
        with pytest.raises(Conflict) as refused:
            _decide(services, services.reviews.get(decided.review_id), late)
        assert refused.value.code == "already_decided"
    with pytest.raises(Conflict):
        _decide(services, services.reviews.get(decided.review_id), APPROVE, "sam")


def test_a_decision_that_broke_off_half_way_is_finished_by_the_same_one_only(services: FakeServices) -> None:
    case = _waiting(services)
    review = _claimed(services, case)
    services.fail("reviews.put", times=1)
    with pytest.raises(Unavailable):
        _decide(services, review, APPROVE)
    with pytest.raises(Conflict) as refused:
        _decide(services, review, REJECT)
    assert refused.value.code == "already_decided"
    assert desk.next_step(_decide(services, review, APPROVE)).next is NextStep.SEND
    assert services.cases.get(case.case_id).text == DELIVERY


def test_a_stale_review_of_a_closed_case_can_be_cleared_and_changes_nothing(services: FakeServices) -> None:
    case = _waiting(services)
    stale = desk.claim(_file(services, case, "timed out"), "rosa", services.reviews)
    _decide(services, _claimed(services, case), EDIT)
    closed = delivery.deliver(services.cases.get(case.case_id), services)
    _decide(services, stale, REJECT)
    assert services.cases.get(case.case_id) == closed
    assert services.reviews.waiting() == []


def test_there_is_nothing_to_approve_without_a_draft(services: FakeServices) -> None:
    review = _claimed(services, _waiting(services, text="", draft=None))
    with pytest.raises(Conflict) as refused:
        _decide(services, review, APPROVE)
    assert refused.value.code == "no_draft"
    assert _decide(services, review, EDIT).state is ReviewState.DECIDED


@pytest.mark.parametrize("text", [None, "", "   "])
def test_an_edit_brings_its_text(text: str | None) -> None:
    with pytest.raises(ValidationError):
        Decision(decision=Choice.EDIT, text=text)


@pytest.mark.parametrize(
    ("decision", "to"), [(APPROVE, NextStep.ACT), (EDIT, NextStep.SEND), (REJECT, NextStep.SEND)]
)
def test_only_an_approved_action_is_done(services: FakeServices, decision: Decision, to: NextStep) -> None:
    case = _waiting(services, text="", draft=None, plan=a_refund("1009", "298.00"))
    review = _claimed(services, case)
    assert review.action == "refund"
    assert review.draft.startswith("Refund 298.00 EUR")
    assert desk.next_step(_decide(services, review, decision)).next is to


def _large_refund(services: FakeServices) -> Case:
    plan = a_refund("1009", "1298.00").model_copy(update={"second_approval": "two people approve it (policy.toml:9)"})
    return _waiting(services, text="", draft=None, plan=plan)


def test_an_amount_for_two_people_is_paid_after_the_second_approval(services: FakeServices) -> None:
    case = _large_refund(services)
    first = _decide(services, _claimed(services, case), APPROVE)
    assert (first.state, first.claimed_by, first.approved_by) == (ReviewState.OPEN, None, "rosa")
    desk.resume(first, services.workflow, services.cases, services.reviews)
    assert (services.durable.resumed, services.durable.started) == ({}, [])
    assert services.cases.get(case.case_id).reviewed_by is None
    second = _decide(services, desk.claim(first, "sven", services.reviews), APPROVE, "sven")
    assert (second.state, second.approved_by, second.claimed_by) == (ReviewState.DECIDED, "rosa", "sven")
    assert desk.next_step(second).next is NextStep.ACT
    assert services.cases.get(case.case_id).reviewed_by == "sven"


def test_one_person_cannot_give_both_approvals(services: FakeServices) -> None:
    first = _decide(services, _claimed(services, _large_refund(services)), APPROVE)
    with pytest.raises(Conflict) as refused:
        desk.claim(first, "rosa", services.reviews)
    assert refused.value.code == "approved_by_you"
    assert _decide(services, first, APPROVE) == first  # the same request again
    claimed = desk.claim(first, "sven", services.reviews)
    assert _decide(services, claimed, APPROVE) == claimed
    with pytest.raises(Conflict) as refused:
        _decide(services, claimed, EDIT)
    assert refused.value.code == "not_claimed"


@pytest.mark.parametrize("decision", [EDIT, REJECT])
@pytest.mark.parametrize("approved", [False, True])
def test_either_of_two_people_can_end_it_without_a_payment(
    services: FakeServices, decision: Decision, approved: bool
) -> None:
    review = _claimed(services, _large_refund(services))
    if approved:
        review = desk.claim(_decide(services, review, APPROVE), "sven", services.reviews)
    decided = _decide(services, review, decision, "sven" if approved else "rosa")
    assert decided.state is ReviewState.DECIDED
    assert desk.next_step(decided).next is NextStep.SEND


def test_approving_a_plain_reply_does_no_action(services: FakeServices) -> None:
    decided = _decide(services, _claimed(services, _waiting(services)), APPROVE)
    assert desk.next_step(decided).next is NextStep.SEND


def test_what_waits_is_shown_oldest_first(services: FakeServices) -> None:
    reviews = [_file(services, _waiting(services), f"token {n}") for n in range(3)]
    for n, review in enumerate(reversed(reviews)):
        services.reviews.put(review.model_copy(update={"created_at": now() - timedelta(hours=n)}))
    shown = desk.waiting(services.reviews, services.claims).reviews
    assert [review.review_id for review in shown] == [review.review_id for review in reviews]
