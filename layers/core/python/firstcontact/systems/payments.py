"""Payments: the record of a refund, and the port of the payment provider."""

from typing import Protocol

from firstcontact.money import Money
from firstcontact.record import Record

# Why a refund can be refused for a reason that customers understand.
ALREADY_REFUNDED = "already_refunded"
CARD_REFUSED = "card_refused"


class Refund(Record):
    """A refund as the payment provider recorded it."""

    refund_id: str
    payment_id: str
    money: Money
    state: str


class Payments(Protocol):
    """The payment provider."""

    def refund(self, payment_id: str, money: Money, *, idempotency_key: str, case_id: str) -> Refund:
        """Refund once per key; raises ``Unknown`` if the outcome is unknown.

        Raises ``AgainstPolicy`` (code ``already_refunded`` or ``card_refused``) for these two refusals,
        ``VendorRefused`` for any other one.
        """

    def find(self, payment_id: str, money: Money, *, idempotency_key: str) -> Refund | None:
        """The refund that was made under this key; None if there is none, ``Unavailable`` if that cannot be read."""
