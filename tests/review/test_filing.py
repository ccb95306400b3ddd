"""Filing: each wait once, one review per case, and a later wait replaces the one before."""

import pytest
from firstcontact.cases import transitions
from firstcontact.cases.case import Channel
from firstcontact.cases.conversation import Status
from firstcontact.channels import delivery
from firstcontact.errors import Conflict, NotFound, Unavailable
from firstcontact.identity.records import Customer
from firstcontact.record import now
from firstcontact.review import desk
from firstcontact.review.filing import enqueue, withdraw
from firstcontact.review.generations import latest
from firstcontact.review.records import Decision, Review, ReviewRequest, ReviewState

from tests.examples import a_passage, a_refund
from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.review.desk_steps import (
    APPROVE,
    EDIT,
    REJECT,
    TOKEN,
    claim,
    claimed,
    decide,
    file_review,
    kept,
    waiting_case,
)

ENDED = {"next": "record", "reason": "the case is decided elsewhere"}


def waiting(services: FakeServices) -> list[Review]:
    """What waits at the desk."""
    return list(services.review_file.waiting().reviews)


def test_a_case_is_filed_once_however_often_its_message_comes(services: FakeServices) -> None:
    case = waiting_case(services)
    first = file_review(services, case)
    assert file_review(services, case) == first
    assert len(waiting(services)) == 1


def test_what_a_desk_shows_never_holds_the_task_token(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services))
    assert TOKEN not in review.model_dump_json()
    assert services.reviews.task_tokens(review.case_id) == (TOKEN,)


def test_a_desk_shows_how_old_the_sources_of_a_draft_are(services: FakeServices) -> None:
    dated = a_passage().model_copy(update={"updated_at": now()})
    (source,) = file_review(services, waiting_case(services, passages=(dated,))).sources
    assert source.updated_at == dated.updated_at


def test_a_case_that_was_being_worked_on_tells_its_windows_that_a_person_has_it(services: FakeServices) -> None:
    case = waiting_case(services, working=True)
    services.connections.opened("window-1", Customer(customer_id="cus_ada"))
    services.connections.follow("window-1", case.conversation_id)
    file_review(services, case)
    (event,) = services.windows.events("handover")
    assert DELIVERY not in str(event)
    assert services.cases.get(case.case_id).working is False


@pytest.mark.parametrize("port", ["conversations.put", "cases.put", "reviews.put_new", "reviews.task_tokens"])
def test_a_filing_that_fails_half_way_is_finished_by_the_next_try(services: FakeServices, port: str) -> None:
    case = waiting_case(services, working=True)
    services.connections.opened("window-1", Customer(customer_id="cus_ada"))
    services.connections.follow("window-1", case.conversation_id)
    services.fail(port, times=1)
    with pytest.raises(Unavailable):
        file_review(services, case)
    file_review(services, case)
    assert services.windows.events("handover")
    assert services.cases.get(case.case_id).working is False
    assert len(waiting(services)) == 1


def test_a_window_that_cannot_be_reached_does_not_keep_a_case_from_the_desk(services: FakeServices) -> None:
    case = waiting_case(services, working=True)
    services.connections.opened("window-1", Customer(customer_id="cus_ada"))
    services.connections.follow("window-1", case.conversation_id)
    services.fail("socket", times=1)
    file_review(services, case)
    assert services.faults.struck == ["socket.send"]
    assert services.cases.get(case.case_id).working is False
    assert len(waiting(services)) == 1
    assert services.talks.history[-1].status is Status.IN_REVIEW
    assert services.connections.following(case.conversation_id) == ["window-1"]


def test_a_ticket_waits_with_an_internal_note_and_no_public_word(services: FakeServices) -> None:
    case = waiting_case(services, channel=Channel.ZENDESK, ticket_id="7", customer_id=None)
    review = file_review(services, case)
    assert review.review_id in services.desk.notes["7", case.case_id]
    assert DELIVERY in services.desk.notes["7", case.case_id]
    assert not services.desk.replies


def test_a_note_that_could_not_be_written_is_written_by_the_next_try(services: FakeServices) -> None:
    case = waiting_case(services, channel=Channel.ZENDESK, ticket_id="7", customer_id=None)
    services.fail("help_desk.note", times=1)
    with pytest.raises(Unavailable):
        file_review(services, case)
    file_review(services, case)
    assert len(services.desk.notes) == 1


@pytest.mark.parametrize("delivered", [False, True])
def test_a_message_that_comes_again_after_the_decision_undoes_nothing(
    services: FakeServices, delivered: bool
) -> None:
    case = waiting_case(services)
    decide(services, claimed(services, case), EDIT)
    if delivered:
        delivery.deliver(services.cases.get(case.case_id), services)
    before = services.cases.get(case.case_id)
    file_review(services, case)
    assert services.cases.get(case.case_id) == before
    assert waiting(services) == []


def test_a_new_wait_replaces_the_review_of_its_case_and_ends_the_wait_before(services: FakeServices) -> None:
    case = waiting_case(services)
    first = file_review(services, case)
    second = file_review(services, case, "a later token")
    assert (first.generation, second.generation) == (1, 2)
    assert second.review_id == f"{first.review_id}-2"
    assert waiting(services) == [second]
    assert services.durable.resumed == {TOKEN: ENDED}


def test_a_replaced_review_names_the_one_that_replaced_it(services: FakeServices) -> None:
    case = waiting_case(services)
    first = claimed(services, case)
    second = file_review(services, case, "a later token")
    with pytest.raises(Conflict) as refused:
        latest(first.review_id, services.reviews)
    assert refused.value.code == "review_replaced"
    assert second.review_id in refused.value.remedy
    assert latest(second.review_id, services.reviews) == second


@pytest.mark.parametrize("decision", [APPROVE, EDIT, REJECT])
def test_who_read_a_replaced_review_cannot_decide_the_later_one_by_it(
    services: FakeServices, decision: Decision
) -> None:
    case = waiting_case(services)
    stale = claimed(services, case)
    file_review(services, case, "a later token")
    with pytest.raises(Conflict):
        decide(services, stale, decision)
    assert services.cases.get(case.case_id).reviewed_by is None


@pytest.mark.parametrize(
    "name",
    [
        "rev_",
        "rev_1",
        "clm_01KAQ2V8F2C7D9E1F3G5H8J0KM",
        "{}-0",
        "{}-1",
        "{}-2",
        "{}-99999",
        "{}-x",
        "{} ",
        "{}\n",
        "",
    ],
)
def test_any_other_id_is_not_found(services: FakeServices, name: str) -> None:
    review = file_review(services, waiting_case(services))
    with pytest.raises((NotFound, Conflict)) as refused:
        latest(name.format(review.review_id), services.reviews)
    assert refused.value.code in ("review_not_found", "review_replaced")


def test_a_later_wait_stands_in_the_list_where_its_case_began_to_wait(services: FakeServices) -> None:
    case = waiting_case(services)
    first = file_review(services, case)
    assert file_review(services, case, "a later token").created_at == first.created_at


def test_a_later_wait_is_claimed_and_approved_by_nobody(services: FakeServices) -> None:
    plan = a_refund("1009", "1298.00").model_copy(update={"second_approval": "two people (policy.toml:9)"})
    case = waiting_case(services, text="", draft=None, plan=plan)
    decide(services, claimed(services, case), APPROVE)
    claim(services, kept(services, case), "sven")
    replaced = file_review(services, case, "a later token")
    assert (replaced.state, replaced.claimed_by, replaced.approved_by) == (ReviewState.OPEN, None, None)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_message_of_an_earlier_wait_changes_nothing_however_late_it_comes(
    services: FakeServices, times: int
) -> None:
    case = waiting_case(services)
    file_review(services, case, "first")
    file_review(services, case, "second")
    latest_review = claim(services, kept(services, case))
    for _ in range(times):
        assert file_review(services, case, "first") == latest_review
    assert "second" not in services.durable.resumed


@pytest.mark.parametrize("port", ["reviews.put_new", "workflow.resume", "reviews.task_tokens"])
@pytest.mark.parametrize("after", [False, True])
def test_a_replacement_that_fails_half_way_is_finished_by_the_next_try(
    services: FakeServices, port: str, after: bool
) -> None:
    case = waiting_case(services)
    file_review(services, case)
    services.fail(port, times=1, after=after)
    with pytest.raises(Unavailable):
        file_review(services, case, "a later token")
    assert file_review(services, case, "a later token").generation == 2
    assert services.durable.resumed == {TOKEN: ENDED}


@pytest.mark.parametrize("decision", [EDIT, REJECT])
def test_a_wait_of_a_decided_case_ends_and_the_decision_goes_on(services: FakeServices, decision: Decision) -> None:
    case = waiting_case(services)
    decided = decide(services, claimed(services, case), decision)
    before = services.cases.get(case.case_id)
    after = file_review(services, case, "a later token")  # the decision was not resumed: its function was killed
    assert (after.generation, after.decision) == (1, decided.decision)
    assert services.durable.resumed == {
        TOKEN: {"next": "send", "reason": "decided by a person"},
        "a later token": ENDED,
    }
    assert services.cases.get(case.case_id) == before


def test_a_replaced_wait_ends_although_its_function_was_killed_before_the_decision(services: FakeServices) -> None:
    case = waiting_case(services)
    file_review(services, case)
    services.fail("workflow.resume", times=1)
    with pytest.raises(Unavailable):
        file_review(services, case, "a later token")
    desk.resume(decide(services, claim(services, kept(services, case)), EDIT), services)
    file_review(services, case, "a later token")
    assert services.durable.resumed[TOKEN] == ENDED
    assert services.durable.resumed["a later token"] == {"next": "send", "reason": "decided by a person"}


def test_a_wait_that_timed_out_while_its_case_was_decided_ends_and_the_decision_goes_on(
    services: FakeServices,
) -> None:
    case = waiting_case(services)
    decided = decide(services, claimed(services, case), EDIT)
    services.durable.expired.add(TOKEN)
    desk.resume(decided, services)
    file_review(services, case, "a later token")
    assert services.durable.started == [(case.case_id, "send")]
    assert services.durable.resumed == {"a later token": ENDED}


@pytest.mark.parametrize("filed_before", [False, True])
def test_a_late_wait_does_not_reopen_a_case_that_is_closed(services: FakeServices, filed_before: bool) -> None:
    case = waiting_case(services)
    if filed_before:
        file_review(services, case)
    answered = services.cases.get(case.case_id).model_copy(update={"status": Status.ANSWERED})
    closed = delivery.deliver(answered, services)
    enqueue(ReviewRequest(case_id=case.case_id, task_token="a late token", reason="late"), services)
    assert services.cases.get(case.case_id) == closed
    assert waiting(services) == []
    assert services.durable.resumed["a late token"] == ENDED


@pytest.mark.parametrize("times", [1, 2])
def test_a_case_that_was_closed_without_a_person_is_withdrawn_from_the_desk(
    services: FakeServices, times: int
) -> None:
    case = waiting_case(services, unsettled=True, plan=a_refund())
    file_review(services, case)
    acted = services.cases.get(case.case_id).model_copy(update={"status": Status.ACTED, "unsettled": False})
    delivery.deliver(acted, services)
    for _ in range(times):
        withdraw(case.case_id, services)
    assert (waiting(services), kept(services, case).state) == ([], ReviewState.CLOSED)
    assert services.durable.resumed == {TOKEN: ENDED}


def test_a_case_that_never_waited_has_nothing_to_withdraw(services: FakeServices) -> None:
    withdraw(waiting_case(services).case_id, services)
    assert (waiting(services), services.durable.resumed) == ([], {})


def test_a_plan_that_changed_after_its_approval_is_a_new_review(services: FakeServices) -> None:
    case = waiting_case(services, text="", draft=None, plan=a_refund("1009", "298.00"))
    first = decide(services, claimed(services, case), APPROVE)
    desk.resume(first, services)
    approved = services.cases.get(case.case_id)
    asked = services.cases.put(transitions.undecided(approved))
    second = file_review(services, asked, "a later token")
    assert (second.generation, second.state) == (2, ReviewState.OPEN)
    assert "a later token" not in services.durable.resumed
    assert decide(services, claim(services, second), REJECT).state is ReviewState.DECIDED


def test_a_case_whose_action_has_an_unknown_result_is_filed_as_such(services: FakeServices) -> None:
    assert file_review(services, waiting_case(services, unsettled=True)).unsettled is True
