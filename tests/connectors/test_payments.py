"""The contract of every connector that pays back: once per key, and never a guess about what happened."""

from decimal import Decimal
from typing import Any

import pytest
from firstcontact.connectors import Connector, Kind
from firstcontact.errors import AgainstPolicy, Conflict, TooSlow, Unavailable, Unknown, VendorRefused
from firstcontact.money import Money
from firstcontact.resilience.budget import Budget
from firstcontact.systems.payments import ALREADY_REFUNDED, Payments, Refund

from tests.connectors.conftest import Limits, System
from tests.resilience.clock import Clock

KIND: Kind = "payments"
ALL = Money(amount=Decimal("149.00"), currency="EUR")


@pytest.fixture
def payments(connected: Any) -> Payments:
    found: Payments = connected
    return found


def refund(payments: Payments, money: Money = ALL, key: str = "refund:1042", case_id: str = "case_1") -> Refund:
    return payments.refund("pay_1042", money, idempotency_key=key, case_id=case_id)


def test_a_refund_pays_back_what_was_asked(payments: Payments) -> None:
    made = refund(payments)
    assert (made.payment_id, made.money, made.state) == ("pay_1042", ALL, "succeeded")


def test_asking_twice_under_one_key_refunds_once(payments: Payments) -> None:
    assert refund(payments) == refund(payments)


def test_another_case_that_asks_under_the_same_key_finds_the_first_refund(payments: Payments) -> None:
    assert refund(payments, case_id="case_1") == refund(payments, case_id="case_2")


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_refund_whose_answer_was_lost_or_late_is_found_again(
    payments: Payments, system: System, seconds: int
) -> None:
    system.fail(mode="after_success", method="POST", seconds=seconds)
    first = refund(payments)
    assert first.money == ALL
    assert refund(payments) == first


@pytest.mark.parametrize(
    "wrong", [{"mode": "fail", "status": 500}, {"mode": "garbage"}, {"mode": "stall", "seconds": 1}]
)
def test_a_refund_that_did_not_happen_is_asked_for_again_under_its_key(
    payments: Payments, system: System, wrong: dict[str, object]
) -> None:
    system.fail(method="POST", **wrong)
    assert refund(payments).money == ALL
    assert {call["idempotency_key"] for call in system.calls("POST")} == {"refund:1042"}


def test_a_refund_that_nobody_can_tell_of_is_unknown_and_not_asked_for_again(
    payments: Payments, system: System
) -> None:
    system.fail(mode="after_success", method="POST", times=9)
    system.fail(mode="fail", method="GET", times=99)
    with pytest.raises(Unknown):
        refund(payments)
    assert len(system.calls("POST")) == 1


def test_a_provider_that_never_answers_leaves_the_refund_unknown(payments: Payments, system: System) -> None:
    system.fail(mode="fail", method="POST", times=9)
    with pytest.raises(Unknown):
        refund(payments)


def test_a_provider_that_was_never_reached_is_unavailable_but_not_unknown(
    connector: Connector, fields: dict[str, str]
) -> None:
    away = connector.load()(Limits().access({**fields, "base_url": "http://127.0.0.1:9"}))
    with pytest.raises(Unavailable) as raised:
        refund(away)
    assert not isinstance(raised.value, Unknown)


def test_a_rate_limit_is_waited_out_when_short_and_reported_when_long(payments: Payments, system: System) -> None:
    system.fail(mode="rate_limit", seconds=0)
    assert refund(payments).money == ALL
    system.fail(mode="rate_limit", seconds=30)
    with pytest.raises(Unavailable) as raised:
        refund(payments, key="other")
    assert (raised.value.code, isinstance(raised.value, Unknown)) == ("rate_limited", False)


@pytest.mark.parametrize(("payment_id", "amount"), [("pay_1", "149.00"), ("pay_1042", "150.00")])
def test_a_refund_that_the_provider_refuses_is_for_a_person(payments: Payments, payment_id: str, amount: str) -> None:
    money = Money(amount=Decimal(amount), currency="EUR")
    with pytest.raises(VendorRefused):
        payments.refund(payment_id, money, idempotency_key="k", case_id="case_1")


def test_a_payment_already_paid_back_under_another_key_is_against_policy(payments: Payments) -> None:
    refund(payments, key="first")
    with pytest.raises(AgainstPolicy) as raised:
        refund(payments, key="second")
    assert raised.value.code == ALREADY_REFUNDED


def test_a_refund_for_which_no_time_is_left_is_not_asked_for(
    payments: Payments, system: System, limits: Limits
) -> None:
    limits.budget.start(1.0)
    with pytest.raises(TooSlow):
        refund(payments)
    assert system.calls() == []


def test_a_refund_whose_answer_takes_all_the_time_is_unknown(
    connector: Connector, fields: dict[str, str], system: System, limits: Limits
) -> None:
    clock = Clock()
    limits.budget = Budget(clock)

    def fields_after_a_while() -> dict[str, str]:
        clock.wait(3)
        return fields

    slow = connector.load()(limits.access(fields)._replace(fields=fields_after_a_while))
    limits.budget.start(4)
    system.fail(mode="after_success", method="POST")
    with pytest.raises(Unknown):
        refund(slow)
    assert [call["method"] for call in system.calls()] == ["POST"]


def test_a_key_used_for_another_amount_is_a_conflict(payments: Payments) -> None:
    refund(payments, Money(amount=Decimal("10.00"), currency="EUR"))
    with pytest.raises(Conflict):
        refund(payments)
