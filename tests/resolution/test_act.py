"""An action is planned, confirmed by a clear yes, worked out again, and then done."""

from datetime import timedelta

import pytest
from firstcontact.actions.confirmation import answer_to_confirmation
from firstcontact.actions.records import Receipt
from firstcontact.actions.refund import REFUSALS
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import NextStep
from firstcontact.errors import AgainstPolicy, Unavailable, VendorRefused
from firstcontact.record import now
from firstcontact.resolution import act
from firstcontact.systems.orders import OrderState
from firstcontact.systems.payments import ALREADY_REFUNDED, CARD_REFUSED

from tests.examples import a_case, a_refund, asks_for
from tests.fakes.services import FakeServices
from tests.fakes.systems import euros, order


def _asked(question: str, action: str = "refund") -> Case:
    return a_case(question, route=asks_for(action))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes!",
        "yes please",
        "Yep",
        "ok",
        "OK, go ahead",
        "sure",
        "confirmed",
        "do it",
        "Yes, refund it please.",
        "👍 yes",
    ],
)
def test_a_clear_yes_is_a_yes(text: str) -> None:
    assert answer_to_confirmation(text) is True


@pytest.mark.parametrize(
    "text", ["no", "No, thanks", "nope", "don't", "stop", "cancel that", "never mind", "no problem?"]
)
def test_what_begins_with_a_no_is_a_no(text: str) -> None:
    assert answer_to_confirmation(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "yes, but not this order",
        "ok, and where is my other order?",
        "Yes? What do you mean",
        "sure, how long does it take",
        "okay wait",
        "yes actually don't",
        "ok if I can keep the earbuds",
        "yes, to order 1009 instead",
        "Yes, refund order 1009",
        "sure I would rather have an exchange",
        "maybe",
        "yesterday",
        "okra",
        "I said yes to nothing",
        "",
        "yes " + "x" * 200,
    ],
)
def test_anything_else_is_neither_and_moves_no_money(text: str) -> None:
    assert answer_to_confirmation(text) is None


@pytest.mark.parametrize("text", ["yes " * 200, "yes" + " " * 600, "ok, " * 5000])
def test_a_very_long_yes_is_none(text: str) -> None:
    assert answer_to_confirmation(text) is None


def test_a_write_waits_for_the_customer_s_yes(services: FakeServices) -> None:
    case, to, _ = act.plan_action(_asked("refund order 1017"), services)
    assert (case.status, to) == (Status.CONFIRM, NextStep.RECORD)
    assert "53.90 EUR" in case.text
    assert not services.bank.asked


def test_a_read_is_done_at_once(services: FakeServices) -> None:
    planned, to, _ = act.plan_action(_asked("Where is 1042?", "order_status"), services)
    assert (planned.status, to) == (None, NextStep.ACT)
    case, to, _ = act.take_action(planned, services)
    assert (case.status, to) == (Status.ACTED, NextStep.SEND)
    assert case.receipt is not None


def test_above_the_limit_a_person_is_asked_before_the_customer_is(services: FakeServices) -> None:
    case, to, reason = act.plan_action(_asked("refund order 1009"), services)
    assert (case.status, to) == (None, NextStep.PERSON)
    assert "298.00 EUR" in reason
    assert case.plan is not None


@pytest.mark.parametrize("action", ["pay_everybody", "", "REFUND"])
def test_an_action_nobody_registered_goes_to_a_person(services: FakeServices, action: str) -> None:
    assert act.plan_action(_asked("refund order 1017", action), services).next is NextStep.PERSON


def test_a_case_without_a_route_goes_to_a_person(services: FakeServices) -> None:
    assert act.plan_action(a_case(), services).next is NextStep.PERSON


def test_what_policy_forbids_is_refused_in_words(services: FakeServices) -> None:
    case, to, _ = act.plan_action(_asked("refund order 1043"), services)
    assert (case.status, case.reason, to) == (Status.REFUSED, "order_not_found", NextStep.SEND)
    assert case.text


def test_what_was_confirmed_is_done(services: FakeServices) -> None:
    case, to, _ = act.take_action(
        _asked("refund order 1017").model_copy(update={"plan": a_refund()}), services, reviewed=False
    )
    assert (case.status, to) == (Status.ACTED, NextStep.SEND)
    assert case.receipt is not None
    assert case.receipt.amount == euros("53.90")


@pytest.mark.parametrize("reviewed", [True, False])
def test_an_order_that_changed_since_it_was_confirmed_goes_to_a_person(
    services: FakeServices, reviewed: bool
) -> None:
    case = _asked("refund order 1017").model_copy(update={"plan": a_refund()})
    services.storefront.add(order("1017", total="60.00"))
    assert act.take_action(case, services, reviewed=reviewed).next is NextStep.PERSON
    assert not services.bank.asked


def test_an_order_that_may_no_longer_be_refunded_is_refused(services: FakeServices) -> None:
    case = _asked("refund order 1017").model_copy(update={"plan": a_refund()})
    services.storefront.add(order("1017", state=OrderState.CANCELLED))
    moved = act.take_action(case, services, reviewed=True)
    assert (moved.case.status, moved.next) == (Status.REFUSED, NextStep.SEND)
    assert not services.bank.asked


def test_above_the_limit_only_a_reviewed_action_is_done(services: FakeServices) -> None:
    planned = act.plan_action(_asked("refund order 1009"), services).case
    assert act.take_action(planned, services, reviewed=False).next is NextStep.PERSON
    assert not services.bank.asked
    assert act.take_action(planned, services, reviewed=True).case.status is Status.ACTED


def test_a_plan_that_was_tampered_with_is_not_done(services: FakeServices) -> None:
    forged = a_refund(amount="9000.00").model_copy(update={"payment_id": "pay_1043"})
    case = _asked("refund order 1017").model_copy(update={"plan": forged})
    assert act.take_action(case, services, reviewed=True).next is NextStep.PERSON
    assert not services.bank.asked


def test_a_case_without_a_plan_is_never_acted_on(services: FakeServices) -> None:
    assert act.take_action(_asked("refund order 1017"), services, reviewed=True).next is NextStep.PERSON


@pytest.mark.parametrize("port", ["orders", "payments", "idempotency_store"])
def test_a_dependency_that_fails_is_not_taken_for_a_refusal(services: FakeServices, port: str) -> None:
    case = _asked("refund order 1017").model_copy(update={"plan": a_refund()})
    services.fail(port)
    with pytest.raises(Unavailable):
        act.take_action(case, services, reviewed=False)


def test_done_again_it_says_the_same(services: FakeServices) -> None:
    case = _asked("refund order 1017").model_copy(update={"plan": a_refund()})
    first = act.take_action(case, services, reviewed=False).case
    later = act.take_action(
        case.model_copy(update={"created_at": now() + timedelta(minutes=5)}), services, reviewed=True
    )
    assert later.case.receipt == first.receipt
    assert len(services.bank.paid) == 1


@pytest.mark.parametrize(
    ("ending", "to"),
    [
        ({"status": Status.REFUSED, "text": "No refund.", "reviewed_by": "rosa"}, NextStep.SEND),
        ({"status": Status.REFUSED, "text": "As you wish.", "reason": "declined"}, NextStep.SEND),
        (
            {"status": Status.REFUSED, "text": "No refund.", "reviewed_by": "rosa", "closed_at": now()},
            NextStep.RECORD,
        ),
        ({"status": Status.ANSWERED, "text": "Yes.", "reviewed_by": "rosa", "closed_at": now()}, NextStep.RECORD),
        ({"status": Status.ACTED, "closed_at": now()}, NextStep.RECORD),
        ({"status": Status.IN_REVIEW, "closed_at": now()}, NextStep.RECORD),
        ({"status": Status.ANSWERED, "text": "By hand.", "reviewed_by": "rosa", "plan": None}, NextStep.SEND),
        ({"status": Status.ACTED, "receipt": Receipt(action="refund", reference="re_1", text="done")}, NextStep.SEND),
    ],
)
@pytest.mark.parametrize("reviewed", [True, False])
def test_a_case_that_was_refused_or_ended_takes_no_action(
    services: FakeServices, ending: dict[str, object], to: NextStep, reviewed: bool
) -> None:
    case = a_case("refund order 1017", **{"route": asks_for("refund"), "plan": a_refund(), **ending})
    moved = act.take_action(case, services, reviewed=reviewed)
    assert (moved.case, moved.next) == (case, to)
    assert not services.bank.asked


def test_an_approved_action_whose_plan_has_changed_waits_for_a_new_decision(services: FakeServices) -> None:
    approved = {"status": Status.ANSWERED, "reviewed_by": "rosa"}
    case = a_case("refund order 1017", route=asks_for("refund"), plan=a_refund("1017", "1.00"), **approved)
    moved = act.take_action(case, services, reviewed=True)
    assert (moved.next, moved.case.decided, moved.case.status) == (NextStep.PERSON, False, Status.IN_REVIEW)
    assert not services.bank.asked


def test_an_action_that_the_chat_had_no_time_to_plan_is_planned_and_done_if_it_only_reads(
    services: FakeServices,
) -> None:
    case, to, _ = act.take_action(_asked("Where is my order 1042?", "order_status"), services)
    assert (case.status, to) == (Status.ACTED, NextStep.SEND)


def test_a_refund_that_the_chat_had_no_time_to_plan_is_first_confirmed_by_its_customer(
    services: FakeServices,
) -> None:
    case, to, _ = act.take_action(_asked("refund order 1017"), services)
    assert (case.status, to, case.plan) == (Status.CONFIRM, NextStep.SEND, a_refund())
    assert case.text
    assert not services.bank.asked


@pytest.mark.parametrize(
    ("question", "to"), [("refund order 1043", "send"), ("I want a refund", "send"), ("refund order 1009", "person")]
)
def test_what_is_planned_late_is_refused_asked_about_or_reviewed_as_in_the_chat(
    services: FakeServices, question: str, to: str
) -> None:
    case = _asked(question)
    moved = act.take_action(case, services)
    assert (moved, moved.next) == (act.plan_action(case, services), to)


CODES = ["sandbox_fault", "api_error", "balance_insufficient", "charge_disputed", "rate_limit", "unknown_code", "409"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("port", "action"), [("payments", "refund"), ("orders", "refund"), ("orders", "order_status")]
)
def test_what_a_vendor_refuses_for_its_own_reasons_is_decided_by_a_person_who_reads_its_code(
    services: FakeServices, port: str, action: str, code: str
) -> None:
    planned = act.plan_action(_asked("order 1017, please", action), services).case
    services.fail(port, error=VendorRefused("the vendor refused the request", code))
    case, to, reason = act.take_action(planned, services)
    assert (to, reason) == (NextStep.PERSON, f"the vendor refused the request ({code})")
    assert (case.status, case.closed_at) == (Status.IN_REVIEW, None)
    assert "vendor" not in case.text


@pytest.mark.parametrize("code", CODES)
def test_a_shop_that_refuses_while_a_plan_is_made_sends_the_case_to_a_person(
    services: FakeServices, code: str
) -> None:
    services.fail("orders", error=VendorRefused("the shop refused the request", code))
    case, to, reason = act.plan_action(_asked("refund order 1017"), services)
    assert (case.status, to, reason) == (None, NextStep.PERSON, f"the shop refused the request ({code})")


@pytest.mark.parametrize("code", [ALREADY_REFUNDED, CARD_REFUSED])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_refusal_of_the_provider_that_customers_understand_is_said_in_the_shop_s_words(
    services: FakeServices, code: str, language: str
) -> None:
    case = _asked("refund order 1017")
    assert case.route is not None
    signals = case.route.signals.model_copy(update={"language": language})
    planned = act.plan_action(
        case.model_copy(update={"route": case.route.model_copy(update={"signals": signals})}), services
    ).case
    services.fail("payments", error=AgainstPolicy("in the provider's words", code=code))
    case, to, _ = act.take_action(planned, services)
    assert (case.status, case.reason, to) == (Status.REFUSED, code, NextStep.SEND)
    assert case.text == services.shop.sentences.say(REFUSALS[code], language, order="1017")
    assert not services.book.entries


def test_an_order_that_disappears_after_it_was_planned_is_looked_at_by_a_person(services: FakeServices) -> None:
    planned = act.plan_action(_asked("Where is my order 1042?", "order_status"), services).case
    services.storefront.orders.clear()
    case, to, reason = act.take_action(planned, services)
    assert (case.status, to) == (Status.IN_REVIEW, NextStep.PERSON)
    assert "1042" in reason
