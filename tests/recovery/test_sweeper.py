"""What the sweeper does with a case whose owner did not move it on, finding by finding."""

from datetime import timedelta

import pytest
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import NewMessage, Status
from firstcontact.cases.ownership import PATIENCE, REVIEW_SEEN, Owner
from firstcontact.channels.chat import receive_message
from firstcontact.errors import Unavailable, Unknown
from firstcontact.identity.records import Customer
from firstcontact.record import now
from firstcontact.recovery.sweeper import MAX_ATTEMPTS, MOVED_ON, STUCK, Finding, SweepReport, sweep
from firstcontact.review import desk
from firstcontact.review.records import Choice, Decision, Review

from tests.durable import DurablePath
from tests.fakes.services import FakeServices
from tests.fakes.systems import ADA

LATER = timedelta(minutes=6)  # after any patience, and after a refund's fate is certain


@pytest.fixture
def path(services: FakeServices) -> DurablePath:
    return DurablePath(services)


def _say(services: FakeServices, text: str, conversation_id: str | None = None) -> Case:
    new = NewMessage(text=text, conversation_id=conversation_id)
    return receive_message(new, Customer(customer_id=ADA), services, lambda stage, case: None)


def _found(services: FakeServices, after: timedelta = LATER) -> SweepReport:
    return sweep(now() + after, services)


def _confirmed_refund(services: FakeServices) -> Case:
    asked = _say(services, "refund order 1017")
    return _say(services, "yes", asked.conversation_id)


def test_a_case_that_is_closed_or_waits_for_its_customer_is_never_looked_at(services: FakeServices) -> None:
    _say(services, "How long does standard delivery to Germany take?")
    _say(services, "refund order 1017")
    assert _found(services).found == {}


def test_a_case_whose_run_is_at_work_is_left_alone(services: FakeServices) -> None:
    case = _confirmed_refund(services)
    assert _found(services).found == {Finding.ALIVE: 1}
    assert services.cases.get(case.case_id).version == case.version
    assert _found(services, LATER + PATIENCE[Owner.OUTBOX] - timedelta(seconds=1)).found == {}


def test_what_was_due_and_never_began_is_published(services: FakeServices, path: DurablePath) -> None:
    services.fail("workflow.start", times=1)
    case = _confirmed_refund(services)
    services.due.clear()  # the stream has given up
    assert _found(services).found == {Finding.PUBLISHED: 1}
    path.run()
    assert services.cases.get(case.case_id).status is Status.ACTED


def test_a_run_that_ended_without_a_result_is_replaced_by_a_person(services: FakeServices, path: DurablePath) -> None:
    case = _confirmed_refund(services)
    path.ready.clear()
    services.durable.running.clear()
    report = _found(services)
    assert (report.found, report.measures[MOVED_ON]) == ({Finding.ESCALATED: 1}, 1)
    path.run()
    (review,) = services.review_file.kept.values()
    assert (review.case_id, review.reason) == (case.case_id, "the workflow ended without a result")
    assert services.conversations.get(case.conversation_id).messages[-1].status is Status.IN_REVIEW


def test_a_run_that_was_replaced_does_nothing_more(services: FakeServices, path: DurablePath) -> None:
    _confirmed_refund(services)
    old = path.ready.popleft()
    services.durable.running.clear()
    _found(services)
    path.run()
    path.ready.append(old)
    path.run()
    assert not services.bank.paid


def test_a_case_that_is_replaced_again_and_again_is_stuck_and_raises_an_alarm(services: FakeServices) -> None:
    _confirmed_refund(services)
    for _ in range(MAX_ATTEMPTS):
        services.durable.running.clear()
        assert _found(services).found == {Finding.ESCALATED: 1}
    services.durable.running.clear()
    report = _found(services)
    assert (report.found, report.measures[STUCK]) == ({Finding.STUCK: 1}, 1)
    assert _found(services).found == {}  # until an hour later


def _decided(services: FakeServices, path: DurablePath) -> tuple[Case, Review]:
    """A case that waited for a person, and its review, just decided."""
    case = _say(services, "I want to talk to a person")
    path.run()
    (review,) = services.review_file.kept.values()
    held = desk.claim(review, "rosa", now(), services.cases, services.reviews)
    edit = Decision(decision=Choice.EDIT, text="Here I am.")
    return case, desk.decide(held, edit, "rosa", now(), services)


def test_a_decision_that_never_reached_the_workflow_reaches_it(services: FakeServices, path: DurablePath) -> None:
    case, _ = _decided(services, path)  # and the process died before it went on
    assert _found(services).found == {Finding.RESUMED: 1}
    path.run()
    assert services.cases.get(case.case_id).closed_at is not None


def test_a_review_that_waits_is_looked_at_every_ten_minutes(services: FakeServices, path: DurablePath) -> None:
    _say(services, "I want to talk to a person")
    path.run()
    report = _found(services)
    assert report.found == {Finding.ALIVE: 1}
    assert report.oldest_review_seconds > LATER.total_seconds() - 5
    assert _found(services, LATER + REVIEW_SEEN - timedelta(seconds=1)).found == {}
    assert _found(services, LATER + REVIEW_SEEN).found == {Finding.ALIVE: 1}


def _unsettled(services: FakeServices, path: DurablePath, *, paid: bool) -> Case:
    """A refund whose answer was lost, filed for a person."""
    case = _confirmed_refund(services)
    services.fail("payments.refund", after=paid, error=Unknown("it is not known yet whether the refund was made"))
    services.fail("payments.find")
    path.run()
    services.heal()
    found = services.cases.get(case.case_id)
    assert (found.unsettled, found.status) == (True, Status.IN_REVIEW)
    return found


def test_an_action_that_was_performed_is_told_to_its_customer(services: FakeServices, path: DurablePath) -> None:
    case = _unsettled(services, path, paid=True)
    assert _found(services, timedelta(minutes=2)).found == {Finding.SETTLED: 1}
    path.run()
    settled = services.cases.get(case.case_id)
    assert (settled.status, settled.unsettled, settled.closed_at is not None) == (Status.ACTED, False, True)
    assert "53.90 EUR" in services.conversations.get(case.conversation_id).messages[-1].text
    assert services.reviews.waiting(limit=10).reviews == ()
    assert len(services.bank.paid) == 1


def test_an_action_that_was_not_performed_is_decided_as_any_other_once_that_is_certain(
    services: FakeServices, path: DurablePath
) -> None:
    case = _unsettled(services, path, paid=False)
    assert _found(services, timedelta(minutes=2)).found == {Finding.ALIVE: 1}
    assert services.cases.get(case.case_id).unsettled
    assert _found(services).found == {Finding.SETTLED: 1}
    (review,) = services.reviews.waiting(limit=10).reviews
    assert (review.unsettled, services.cases.get(case.case_id).unsettled) == (False, False)
    assert not services.bank.paid


def test_a_provider_that_cannot_be_asked_is_asked_again(services: FakeServices, path: DurablePath) -> None:
    _unsettled(services, path, paid=True)
    services.fail("payments", times=1, error=Unavailable("not now"))
    assert _found(services).failures == ("unavailable",)
    assert _found(services).found == {Finding.SETTLED: 1}


@pytest.mark.parametrize(
    ("error", "told"), [(Unavailable("not now"), "unavailable"), (RuntimeError("a bug"), "RuntimeError")]
)
def test_a_case_that_cannot_be_looked_at_keeps_back_no_other(
    services: FakeServices, path: DurablePath, error: Exception, told: str
) -> None:
    for _ in range(2):
        _say(services, "I want to talk to a person")
    path.run()
    services.fail("reviews.find", times=1, error=error)
    report = _found(services)
    assert (report.found, report.failures) == ({Finding.ALIVE: 1}, (told,))


def test_a_decision_whose_run_died_is_carried_out_by_a_new_one(services: FakeServices, path: DurablePath) -> None:
    case, review = _decided(services, path)
    desk.resume(review, services)
    services.durable.resumed.clear()  # the run died with the decision in hand
    services.durable.running.clear()
    assert _found(services).found == {Finding.RESUMED: 1}
    path.run()
    assert services.cases.get(case.case_id).closed_at is not None
