"""Refunds through Stripe.

Every refund carries its idempotency key twice: in the header, so that repeating the request is safe, and in its
metadata, so that a refund whose response was lost can be found.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from firstcontact.connectors.http import PAUSES, Access, Vendor
from firstcontact.errors import AgainstPolicy, Conflict, NotFound, Unavailable, Unknown, VendorRefused
from firstcontact.money import Money, decimals
from firstcontact.systems.payments import ALREADY_REFUNDED, CARD_REFUSED, Refund

# Where Stripe counts other minor units than ISO 4217, and the decimals of which it wants the last to be zero
# (docs.stripe.com/currencies, "special cases" and "three-decimal currencies").
_OWN_DECIMALS = {"ISK": 2, "UGX": 2, "MGA": 0}
_LAST_DIGIT_ZERO = 3
# Stripe's codes for what a customer can be told (docs.stripe.com/error-codes); all others are for a person.
_REFUSALS = {
    "charge_already_refunded": ALREADY_REFUNDED,
    "card_declined": CARD_REFUSED,
    "card_error": CARD_REFUSED,
    "expired_card": CARD_REFUSED,
}
_NOT_PAID = frozenset({"failed", "canceled"})


class StripePayments:
    """Implements ``Payments``."""

    def __init__(self, access: Access) -> None:
        self._stripe = Vendor("the payment provider", access, _sign_in)

    def refund(self, payment_id: str, money: Money, *, idempotency_key: str, case_id: str) -> Refund:
        form = {
            "payment_intent": payment_id,
            "amount": str(amount_at_stripe(money)),
            "reason": "requested_by_customer",
            "metadata[case_id]": case_id,
            "metadata[idempotency_key]": idempotency_key,
        }
        lost = False
        for pause in (*PAUSES, None):
            try:
                return self._ask(form, money, idempotency_key)
            except Unavailable as error:
                lost = lost or isinstance(error, Unknown)
                if pause is None or isinstance(error, _Blind) or not self._stripe.wait_to_retry(error, pause):
                    if lost:
                        raise _unknown() from error
                    raise
        raise AssertionError("the last try returns or raises")

    def find(self, payment_id: str, money: Money, *, idempotency_key: str) -> Refund | None:
        found = self._made_before(payment_id, idempotency_key)
        return None if found is None else _refund(found, money)

    def _ask(self, form: Mapping[str, str], money: Money, key: str) -> Refund:
        """Send the refund once; if it is refused or its outcome is unknown, look for a refund made under this key."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            return _refund(self._stripe.write("POST", "/v1/refunds", urlencode(form).encode(), headers), money)
        except (Unknown, Conflict, NotFound, VendorRefused) as error:
            found = self._made_before(form["payment_intent"], key)
            if found is not None:
                return _refund(found, money)
            if isinstance(error, Unknown | Conflict):
                raise _unknown() from error
            if isinstance(error, VendorRefused) and error.vendor_code in _REFUSALS:
                raise AgainstPolicy(error.detail, code=_REFUSALS[error.vendor_code]) from error
            if isinstance(error, NotFound):
                raise VendorRefused("the payment provider refused the request", "not_found") from error
            raise

    def _made_before(self, payment_id: str, key: str) -> Any:
        """The refund already made under this key, as the provider reports it; None if there is none."""
        try:
            listed = self._stripe.read("/v1/refunds", {"payment_intent": payment_id, "limit": 100})
            return next((one for one in listed["data"] if one["metadata"].get("idempotency_key") == key), None)
        except NotFound:
            return None
        except (Unavailable, VendorRefused, KeyError, TypeError, AttributeError) as error:
            raise _Blind("the payment provider's refunds cannot be read") from error


class _Blind(Unknown):
    """The refunds cannot be listed either, so retrying now is pointless."""


def _unknown() -> Unknown:
    return Unknown("it is not known yet whether the refund was made")


def _sign_in(fields: Mapping[str, str]) -> str:
    return f"Bearer {fields.get('key', '')}"


def _decimals(currency: str) -> int:
    return _OWN_DECIMALS.get(currency, decimals(currency))


def amount_at_stripe(money: Money) -> int:
    """The amount as Stripe takes it."""
    if decimals(money.currency) == _LAST_DIGIT_ZERO and money.minor % 10:
        raise VendorRefused(f"the payment provider cannot refund exactly {money}", "amount_not_payable")
    return int(money.amount.scaleb(_decimals(money.currency)))


def _refund(told: Any, asked: Money) -> Refund:
    try:
        currency = told["currency"].upper()
        made = Money(amount=Decimal(told["amount"]).scaleb(-_decimals(currency)), currency=currency)
        state = told.get("status") or "pending"
        refund = Refund(refund_id=told["id"], payment_id=told["payment_intent"], money=made, state=state)
    except (KeyError, TypeError, AttributeError, ArithmeticError, ValueError) as error:
        raise Unknown("the payment provider's answer cannot be read") from error
    if refund.state in _NOT_PAID:
        raise VendorRefused("the payment provider could not make the refund", f"refund_{refund.state}")
    if refund.money != asked:
        raise Conflict(f"{refund.money} was already refunded with this idempotency key", code="idempotency_mismatch")
    return refund
