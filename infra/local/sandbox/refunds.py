"""The payment provider's refund rules: at most the amount paid, in the payment's currency."""

import secrets
import time

from infra.local.sandbox.state import Record, State
from infra.local.sandbox.vendor_error import VendorError

REASONS = frozenset({"duplicate", "fraudulent", "requested_by_customer"})


class Refunds:
    """Refunds of the payments in the state. Amounts are in the currency's minor units."""

    def __init__(self, state: State) -> None:
        self._state = state

    def payment(self, payment_id: str, *, parameter: str = "payment_intent") -> Record:
        """The payment; raises the vendor's error for an unknown one."""
        payment = self._state.get("payment", payment_id)
        if payment is None:
            status = 404 if parameter == "intent" else 400
            raise VendorError(status, "resource_missing", f"No such payment_intent: '{payment_id}'")
        return payment

    def get(self, refund_id: str) -> Record:
        """The refund; raises the vendor's error for an unknown one."""
        refund = self._state.get("refund", refund_id)
        if refund is None:
            raise VendorError(404, "resource_missing", f"No such refund: '{refund_id}'")
        return refund

    def matching(self, wanted: dict[str, str]) -> list[Record]:
        """Refunds of a payment, newest first; ``metadata[name]`` filters further."""
        payment_id, metadata = wanted.get("payment_intent"), _metadata(wanted)
        return [
            refund
            for refund in reversed(self._state.find("refund"))
            if payment_id in (None, refund["payment_intent"]) and metadata.items() <= refund["metadata"].items()
        ]

    def create(self, form: dict[str, str]) -> Record:
        """Refund part or all of a payment."""
        payment = self.payment(form.get("payment_intent", ""))
        if (form.get("currency") or payment["currency"]).lower() != payment["currency"]:
            raise VendorError(400, "parameter_invalid", "The currency is not the payment's")
        if form.get("reason") not in REASONS | {None, ""}:
            raise VendorError(400, "parameter_invalid", f"Invalid reason: {form['reason']}")
        refunded = sum(refund["amount"] for refund in self._state.find("refund", payment_intent=payment["id"]))
        left = payment["amount"] - refunded
        amount = _minor(form.get("amount"), left)
        if left == 0:
            raise VendorError(400, "charge_already_refunded", f"Payment {payment['id']} has already been refunded.")
        if amount > left:
            message = f"Refund amount ({amount}) is greater than unrefunded amount on payment ({left})"
            raise VendorError(400, "amount_too_large", message)
        return self._record(payment, amount, form)

    def _record(self, payment: Record, amount: int, form: dict[str, str]) -> Record:
        refund: Record = {
            "id": f"re_{secrets.token_hex(12)}",
            "object": "refund",
            "amount": amount,
            "created": int(time.time()),
            "currency": payment["currency"],
            "metadata": _metadata(form),
            "payment_intent": payment["id"],
            "reason": form.get("reason") or None,
            "status": "succeeded",
        }
        return self._state.put("refund", refund["id"], refund)


def _minor(given: str | None, otherwise: int) -> int:
    if given is None:
        return otherwise
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise VendorError(400, "parameter_invalid_integer", f"Invalid positive integer: {given}")
    return int(given)


def _metadata(form: dict[str, str]) -> dict[str, str]:
    prefix = "metadata["
    return {name[len(prefix) : -1]: value for name, value in form.items() if name.startswith(prefix)}
