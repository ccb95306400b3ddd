"""What Stripe's connector does beyond the contract of payments: the calls it makes, and the provider's own codes."""

from decimal import Decimal

import pytest
from firstcontact.connectors.stripe import StripePayments, amount_at_stripe
from firstcontact.errors import AgainstPolicy, Unknown, VendorRefused
from firstcontact.money import Money
from firstcontact.systems.payments import ALREADY_REFUNDED, CARD_REFUSED

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.connectors.conftest import Limits, System
from tests.connectors.test_payments import ALL, refund


@pytest.fixture
def stripe(sandbox: str) -> System:
    return System(f"{sandbox}/stripe")


@pytest.fixture
def payments(sandbox: str) -> StripePayments:
    return StripePayments(Limits().access({"base_url": f"{sandbox}/stripe", **SANDBOX_TOKENS["stripe"]}))


def test_a_lost_answer_is_looked_up_before_anything_is_asked_again(payments: StripePayments, stripe: System) -> None:
    stripe.fail(mode="after_success", method="POST")
    assert refund(payments).money == ALL
    assert [call["method"] for call in stripe.calls()] == ["POST", "GET"]


def test_a_refund_is_asked_for_three_times_at_most(payments: StripePayments, stripe: System) -> None:
    stripe.fail(mode="fail", method="POST", times=9)
    with pytest.raises(Unknown):
        refund(payments)
    assert len(stripe.calls("POST")) == 3


CODES = [
    "sandbox_fault",
    "amount_too_large",
    "resource_missing",
    "parameter_invalid_integer",
    "idempotency_key_in_use",
    "balance_insufficient",
    "charge_disputed",
    "api_error",
    "a_code_that_nobody_knows_yet",
]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("status", [400, 402, 404, 422])
def test_a_refusal_for_our_own_reasons_is_for_a_person_and_keeps_the_providers_code(
    payments: StripePayments, stripe: System, status: int, code: str
) -> None:
    stripe.fail(mode="fail", method="POST", status=status, code=code)
    with pytest.raises(VendorRefused) as raised:
        refund(payments)
    assert (
        raised.value.reason == f"the payment provider refused the request ({'not_found' if status == 404 else code})"
    )
    assert code not in raised.value.detail


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("charge_already_refunded", ALREADY_REFUNDED),
        ("card_declined", CARD_REFUSED),
        ("expired_card", CARD_REFUSED),
        ("card_error", CARD_REFUSED),
    ],
)
def test_a_refusal_that_customers_understand_has_the_ports_code(
    payments: StripePayments, stripe: System, theirs: str, ours: str
) -> None:
    stripe.fail(mode="fail", method="POST", status=402, code=theirs)
    with pytest.raises(AgainstPolicy) as raised:
        refund(payments)
    assert raised.value.code == ours


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
    with pytest.raises(VendorRefused) as refused:
        amount_at_stripe(Money(amount=Decimal("10.505"), currency="KWD"))
    assert refused.value.vendor_code == "amount_not_payable"
