from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from firstcontact.connectors.stripe import StripePayments
from firstcontact.errors import AgainstPolicy, Conflict, Unavailable, Unknown
from firstcontact.money import Money
from firstcontact.systems.payments import Refund

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.connectors.conftest import Fields

Fault = Callable[..., None]
Calls = Callable[[str], list[dict[str, Any]]]
ALL = Money(amount=Decimal("149.00"), currency="EUR")


@pytest.fixture
def payments(secret: Callable[[str], Fields]) -> StripePayments:
    return StripePayments(secret("payments"))


def refund(payments: StripePayments, money: Money = ALL, key: str = "refund:1042", case_id: str = "case_1") -> Refund:
    return payments.refund("pay_1042", money, idempotency_key=key, case_id=case_id)


def posts(calls: Calls) -> int:
    return len([call for call in calls("payments") if call["method"] == "POST"])


def test_a_refund_pays_back_what_was_asked(payments: StripePayments) -> None:
    made = refund(payments)
    assert (made.payment_id, made.money, made.state) == ("pay_1042", ALL, "succeeded")


def test_asking_twice_under_one_key_refunds_once(payments: StripePayments) -> None:
    assert refund(payments) == refund(payments)


def test_another_case_that_asks_under_the_same_key_finds_the_first_refund(payments: StripePayments) -> None:
    assert refund(payments, case_id="case_1") == refund(payments, case_id="case_2")


def test_a_refund_whose_answer_was_lost_is_found_again(payments: StripePayments, fault: Fault, calls: Calls) -> None:
    fault("payments", mode="after_success", method="POST")
    assert refund(payments).money == ALL
    assert [call["method"] for call in calls("payments")] == ["POST", "GET"]


def test_a_refund_whose_answer_came_too_late_is_found_again(payments: StripePayments, fault: Fault) -> None:
    fault("payments", mode="after_success", method="POST", seconds=1)
    first = refund(payments)
    assert refund(payments) == first


@pytest.mark.parametrize(
    "wrong", [{"mode": "fail", "status": 500}, {"mode": "garbage"}, {"mode": "stall", "seconds": 1}]
)
def test_a_refund_that_did_not_happen_is_asked_for_again_under_its_key(
    payments: StripePayments, fault: Fault, calls: Calls, wrong: dict[str, object]
) -> None:
    fault("payments", method="POST", **wrong)
    assert refund(payments).money == ALL
    assert {call["idempotency_key"] for call in calls("payments") if call["method"] == "POST"} == {"refund:1042"}
    assert posts(calls) == 2


def test_a_refund_that_nobody_can_tell_of_is_unknown(payments: StripePayments, fault: Fault, calls: Calls) -> None:
    fault("payments", mode="after_success", method="POST", times=9)
    fault("payments", mode="fail", method="GET", times=99)
    with pytest.raises(Unknown):
        refund(payments)
    assert posts(calls) == 1


def test_a_provider_that_never_answers_but_shows_no_refund_is_asked_three_times(
    payments: StripePayments, fault: Fault, calls: Calls
) -> None:
    fault("payments", mode="fail", method="POST", times=9)
    with pytest.raises(Unknown):
        refund(payments)
    assert posts(calls) == 3


def test_a_provider_that_was_never_reached_is_unavailable_but_not_unknown() -> None:
    away = StripePayments(lambda: {"base_url": "http://127.0.0.1:9", **SANDBOX_TOKENS["payments"]})
    with pytest.raises(Unavailable) as raised:
        refund(away)
    assert not isinstance(raised.value, Unknown)


def test_a_rate_limit_is_waited_out_when_short_and_reported_when_long(
    payments: StripePayments, fault: Fault, calls: Calls
) -> None:
    fault("payments", mode="rate_limit", seconds=0)
    assert refund(payments).money == ALL
    fault("payments", mode="rate_limit", seconds=30)
    with pytest.raises(Unavailable) as raised:
        refund(payments, key="other")
    assert (raised.value.code, isinstance(raised.value, Unknown), posts(calls)) == ("rate_limited", False, 3)


@pytest.mark.parametrize(
    ("payment_id", "amount", "code"),
    [("pay_1", "149.00", "resource_missing"), ("pay_1042", "150.00", "amount_too_large")],
)
def test_a_refund_that_the_provider_refuses_is_against_policy(
    payments: StripePayments, payment_id: str, amount: str, code: str
) -> None:
    money = Money(amount=Decimal(amount), currency="EUR")
    with pytest.raises(AgainstPolicy) as raised:
        payments.refund(payment_id, money, idempotency_key="k", case_id="case_1")
    assert raised.value.code == code


def test_a_payment_already_paid_back_under_another_key_is_against_policy(payments: StripePayments) -> None:
    refund(payments, key="first")
    with pytest.raises(AgainstPolicy) as raised:
        refund(payments, key="second")
    assert raised.value.code == "charge_already_refunded"


def test_a_key_used_for_another_amount_is_a_conflict(payments: StripePayments) -> None:
    refund(payments, Money(amount=Decimal("10.00"), currency="EUR"))
    with pytest.raises(Conflict):
        refund(payments)
