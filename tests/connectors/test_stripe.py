"""What Stripe's connector does beyond the contract of payments: the calls it makes, and the provider's own codes."""

from decimal import Decimal

import pytest
from firstcontact.connectors.stripe import StripePayments, amount_at_stripe
from firstcontact.errors import AgainstPolicy, Unknown
from firstcontact.money import Money

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.connectors.conftest import System
from tests.connectors.test_payments import ALL, refund


@pytest.fixture
def stripe(sandbox: str) -> System:
    return System(f"{sandbox}/stripe")


@pytest.fixture
def payments(sandbox: str) -> StripePayments:
    return StripePayments(lambda: {"base_url": f"{sandbox}/stripe", **SANDBOX_TOKENS["stripe"]})


def test_a_lost_answer_is_looked_up_before_anything_is_asked_again(payments: StripePayments, stripe: System) -> None:
    stripe.fail(mode="after_success", method="POST")
    assert refund(payments).money == ALL
    assert [call["method"] for call in stripe.calls()] == ["POST", "GET"]


def test_a_refund_is_asked_for_three_times_at_most(payments: StripePayments, stripe: System) -> None:
    stripe.fail(mode="fail", method="POST", times=9)
    with pytest.raises(Unknown):
        refund(payments)
    assert len(stripe.calls("POST")) == 3


@pytest.mark.parametrize(
    ("payment_id", "amount", "code"),
    [("pay_1", "149.00", "resource_missing"), ("pay_1042", "150.00", "amount_too_large")],
)
def test_a_refusal_keeps_the_providers_code(
    payments: StripePayments, payment_id: str, amount: str, code: str
) -> None:
    money = Money(amount=Decimal(amount), currency="EUR")
    with pytest.raises(AgainstPolicy) as raised:
        payments.refund(payment_id, money, idempotency_key="k", case_id="case_1")
    assert raised.value.code == code


def test_a_second_refund_of_a_payment_keeps_the_providers_code(payments: StripePayments) -> None:
    refund(payments, key="first")
    with pytest.raises(AgainstPolicy) as raised:
        refund(payments, key="second")
    assert raised.value.code == "charge_already_refunded"


@pytest.mark.parametrize(
    ("amount", "currency", "sent"),
    [
        ("53.90", "EUR", 5390),
        ("5000", "JPY", 5000),
        ("10.500", "KWD", 10500),
        ("2.540", "TND", 2540),
        ("5", "ISK", 500),
        ("700", "UGX", 70000),
        ("1200", "MGA", 1200),
        ("990", "CLP", 990),
    ],
)
def test_an_amount_is_sent_in_the_units_that_stripe_counts_in(amount: str, currency: str, sent: int) -> None:
    assert amount_at_stripe(Money(amount=Decimal(amount), currency=currency)) == sent


def test_a_sum_that_stripe_cannot_pay_exactly_is_never_rounded() -> None:
    with pytest.raises(AgainstPolicy) as refused:
        amount_at_stripe(Money(amount=Decimal("10.505"), currency="KWD"))
    assert refused.value.code == "amount_not_payable"
