"""A message in a chat is kept, answered or handed on, and a conversation belongs to one customer."""

import itertools
import time

import pytest
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import NewMessage, Status
from firstcontact.cases.outcome import Ending
from firstcontact.channels import chat
from firstcontact.channels.chat import receive_message, wait_for_result
from firstcontact.errors import NotFound, TooSlow, Unavailable, VendorRefused
from firstcontact.identity.records import Customer
from firstcontact.record import new_id

from tests.durable import DurablePath
from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.fakes.systems import ADA, BEN, order
from tests.plain_shop import plain_shop

WAITING, WORKING = plain_shop().sentences.say("waiting"), plain_shop().sentences.say("working")

QUESTION = "How long does standard delivery to Germany take?"


def _say(services: FakeServices, text: str, conversation_id: str | None = None, who: str = ADA) -> Case:
    new = NewMessage(text=text, conversation_id=conversation_id)
    return receive_message(new, Customer(customer_id=who), services, lambda stage, case: None)


def _last(services: FakeServices, case: Case) -> tuple[str, Status | None]:
    message = services.conversations.get(case.conversation_id).messages[-1]
    return message.text, message.status


def test_a_new_conversation_is_named_by_its_first_words(services: FakeServices) -> None:
    case = _say(services, QUESTION + " " + "Please. " * 20)
    (heading,) = services.conversations.of_customer(ADA)
    assert heading.conversation_id == case.conversation_id
    assert (QUESTION + " Please").startswith(heading.title[:50])
    assert len(heading.title) <= chat.MAX_TITLE_CHARS


def test_a_reply_follows_its_question_whatever_the_clock_does(services: FakeServices) -> None:
    case = _say(services, QUESTION)
    for _ in range(5):
        _say(services, QUESTION, case.conversation_id)
    roles = [message.role for message in services.conversations.get(case.conversation_id).messages]
    assert roles == ["customer", "assistant"] * 6


def test_a_message_that_leans_on_the_conversation_takes_what_was_last_asked_with_it(services: FakeServices) -> None:
    case = _say(services, QUESTION)
    assert case.before == ""
    for text in ("And to Austria?", "And to Italy?"):
        assert _say(services, text, case.conversation_id).before == QUESTION
    assert _say(services, "Is the warranty of a router longer than two years?", case.conversation_id).before == ""


def test_a_foreign_conversation_looks_exactly_like_an_unknown_one(services: FakeServices) -> None:
    theirs = _say(services, QUESTION, who=BEN).conversation_id
    problems = []
    for conversation_id in (theirs, new_id("conv")):
        with pytest.raises(NotFound) as refused:
            _say(services, "hello", conversation_id)
        problems.append((refused.value.code, refused.value.detail, refused.value.remedy))
    assert problems[0] == problems[1]
    assert len(services.case_file.kept) == 1


def test_an_answer_closes_its_case_and_is_recorded(services: FakeServices) -> None:
    case = _say(services, QUESTION)
    assert case.closed_at is not None
    assert _last(services, case) == (DELIVERY, Status.ANSWERED)
    assert services.results.kept[case.case_id].ending is Ending.ANSWERED


def test_what_waits_for_a_person_says_so_and_starts_the_wait(services: FakeServices) -> None:
    case = _say(services, "I want to talk to a person")
    assert _last(services, case) == (WAITING, Status.IN_REVIEW)
    assert services.durable.started == [(case.case_id, "review")]
    assert services.results.kept[case.case_id].ending is Ending.WAITING


def test_what_needs_longer_says_so_and_starts_again_where_there_is_time(services: FakeServices) -> None:
    services.fail("drafter", times=1, error=TooSlow("not in time"))
    path = DurablePath(services)
    case = _say(services, QUESTION)
    assert case.working
    assert _last(services, case) == (WORKING, Status.IN_REVIEW)
    path.run()
    assert _last(services, case) == (DELIVERY, Status.ANSWERED)


@pytest.mark.parametrize("port", ["orders", "orders.get"])
def test_a_refund_asked_for_while_the_shop_is_slow_is_confirmed_later_and_paid_once(
    services: FakeServices, port: str
) -> None:
    services.fail(port, times=1, error=TooSlow("not in time"))
    path = DurablePath(services)
    case = _say(services, "refund order 1017")
    assert (case.working, _last(services, case)) == (True, (WORKING, Status.IN_REVIEW))
    path.run()
    text, status = _last(services, case)
    assert (status, "53.90" in text) == (Status.CONFIRM, True)
    waiting = services.cases.get(case.case_id)
    assert (waiting.closed_at, waiting.working) == (None, False)
    assert not services.bank.paid
    _say(services, "yes", case.conversation_id)
    path.run()
    assert services.cases.get(case.case_id).status is Status.ACTED
    assert len(services.bank.paid) == 1


@pytest.mark.parametrize("port", ["orders", "shipping"])
def test_a_status_asked_for_while_a_system_is_slow_is_answered_where_there_is_time(
    services: FakeServices, port: str
) -> None:
    services.fail(port, times=1, error=TooSlow("not in time"))
    path = DurablePath(services)
    case = _say(services, "Where is my order 1042?")
    assert _last(services, case) == (WORKING, Status.IN_REVIEW)
    path.run()
    text, status = _last(services, case)
    assert (status, "Left Antwerp" in text) == (Status.ACTED, True)


@pytest.mark.parametrize(
    "error", [TooSlow("not in time"), VendorRefused("the shop refused the request", "api_error")]
)
def test_a_system_that_stays_slow_or_refuses_ends_with_a_person(services: FakeServices, error: Exception) -> None:
    services.fail("orders", error=error)
    path = DurablePath(services)
    case = _say(services, "refund order 1017")
    path.run()
    assert len(services.review_file.kept) == 1
    assert services.cases.get(case.case_id).status in (None, Status.IN_REVIEW)
    assert "refused" not in _last(services, case)[0]


def test_a_yes_pays_once_and_a_second_yes_changes_nothing(services: FakeServices) -> None:
    path = DurablePath(services)
    asked = _say(services, "refund order 1017")
    confirmed = _say(services, "yes", asked.conversation_id)
    assert confirmed.case_id == asked.case_id
    assert _say(services, "yes", asked.conversation_id).case_id == asked.case_id
    path.run()
    assert services.cases.get(asked.case_id).status is Status.ACTED
    assert len(services.bank.paid) == 1


def test_two_that_say_yes_at_the_same_moment_start_one_action(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _say(services, "refund order 1017")
    pending = services.conversations.get(asked.conversation_id)
    _say(services, "yes", asked.conversation_id)
    monkeypatch.setattr(services.talks, "get", lambda _, **page: pending)
    monkeypatch.setattr(services.case_file, "get", lambda _: asked)
    assert _say(services, "yes", asked.conversation_id).case_id == asked.case_id
    assert services.durable.started == [(asked.case_id, "action")]


def test_a_no_closes_the_case_and_changes_nothing(services: FakeServices) -> None:
    asked = _say(services, "refund order 1017")
    case = _say(services, "no thanks", asked.conversation_id)
    assert (case.case_id, case.status, case.reason) == (asked.case_id, Status.REFUSED, "declined")
    assert not services.durable.started
    assert not services.bank.asked


def test_an_order_that_changed_between_question_and_yes_goes_to_a_person(services: FakeServices) -> None:
    path = DurablePath(services)
    asked = _say(services, "refund order 1017")
    services.storefront.add(order("1017", total="12.00"))
    _say(services, "yes", asked.conversation_id)
    path.run()
    assert [review.case_id for review in services.reviews.waiting().reviews] == [asked.case_id]
    assert not services.bank.asked


def test_a_case_that_went_to_a_person_is_not_waited_for(services: FakeServices) -> None:
    case = _say(services, "I want to talk to a person")
    assert wait_for_result(case, time.monotonic() + 60, services) == case


def test_a_case_at_work_is_waited_for_until_it_is_done(services: FakeServices) -> None:
    path = DurablePath(services)
    asked = _say(services, "refund order 1017")
    working = _say(services, "yes", asked.conversation_id)
    path.run()
    assert wait_for_result(working, time.monotonic() + 5, services).status is Status.ACTED


def test_waiting_ends_when_the_time_is_over(services: FakeServices) -> None:
    asked = _say(services, "refund order 1017")
    assert wait_for_result(_say(services, "yes", asked.conversation_id), time.monotonic(), services).working


PORTS = [
    "cases",
    "conversations",
    "case_transaction",
    "workflow",
    "router",
    "encoder",
    "index",
    "drafter",
    "orders",
    "shipping",
]
WORDS = [QUESTION, "refund order 1017", "Where is 1042?", "I want to talk to a person"]


@pytest.mark.parametrize(("port", "words"), list(itertools.product(PORTS, WORDS)))
def test_whatever_fails_the_case_is_settled_or_the_caller_hears_of_it(
    services: FakeServices, port: str, words: str
) -> None:
    services.fail(port)
    try:
        case = _say(services, words)
    except Unavailable:
        return
    services.heal()
    services.publish_due()
    kept = services.case_file.kept[case.case_id]
    assert kept.status is not None
    assert _last(services, case)[1] is kept.status
    if kept.status is Status.IN_REVIEW:
        assert [case_id for case_id, _ in services.durable.started] == [case.case_id]


@pytest.mark.parametrize("method", ["cases.get", "conversations.get", "case_transaction.write"])
@pytest.mark.parametrize("after", [False, True])
def test_a_yes_that_broke_off_can_be_said_again_and_pays_once(
    services: FakeServices, method: str, after: bool
) -> None:
    path = DurablePath(services)
    asked = _say(services, "refund order 1017")
    services.fail(method, times=1, after=after)
    with pytest.raises(Unavailable):
        _say(services, "yes", asked.conversation_id)
    again = _say(services, "yes", asked.conversation_id)
    path.run()
    assert again.case_id == asked.case_id
    assert len(services.bank.paid) == 1
    assert services.cases.get(asked.case_id).status is Status.ACTED


def test_a_yes_whose_workflow_cannot_be_started_is_acted_on_later(services: FakeServices) -> None:
    path = DurablePath(services)
    asked = _say(services, "refund order 1017")
    services.fail("workflow.start", times=3)
    confirmed = _say(services, "yes", asked.conversation_id)
    assert (confirmed.working, services.durable.started) == (True, [])
    for _ in range(3):
        services.publish_due()
    path.run()
    assert services.cases.get(asked.case_id).status is Status.ACTED


@pytest.mark.parametrize("again", ["yes", "Yes please!", "ok", "no", "No, thanks.", "stop"])
@pytest.mark.parametrize("acted", [False, True])
def test_an_answer_said_again_is_no_new_question(services: FakeServices, again: str, acted: bool) -> None:
    path = DurablePath(services)
    asked = _say(services, "refund order 1017")
    _say(services, "yes", asked.conversation_id)
    if acted:
        path.run()
    for _ in range(49):
        assert _say(services, again, asked.conversation_id).case_id == asked.case_id
    path.run()
    assert len(services.case_file.kept) == len(services.bank.paid) == 1
    assert not services.review_file.kept
    said = [message.text for message in services.talks.get(asked.conversation_id).messages]
    assert said.count(again) >= 49


@pytest.mark.parametrize(
    "words",
    [
        "No, where is my order 1042?",
        "Don't you deliver to Germany?",
        "stop, I meant another one",
        "Yes, but how long does it take?",
        "no?",
        "cancel order 1042",
    ],
)
def test_a_new_question_that_begins_like_an_answer_is_a_case_of_its_own(services: FakeServices, words: str) -> None:
    asked = _say(services, "I want to talk to a person")
    assert _say(services, words, asked.conversation_id).case_id != asked.case_id


def test_a_yes_to_what_a_person_must_decide_first_waits_with_it(services: FakeServices) -> None:
    asked = _say(services, "I want to talk to a person")
    assert _say(services, "ok", asked.conversation_id).case_id == asked.case_id
    assert len(services.case_file.kept) == 1
