"""Refunds of whole orders: allowed by a written policy, confirmed by the customer, paid back once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from firstcontact.actions.action import names_an_order, order_meant
from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Question, Receipt
from firstcontact.errors import AgainstPolicy
from firstcontact.money import Money
from firstcontact.record import now
from firstcontact.systems.orders import Order, OrderState

RETURN_WINDOW = timedelta(days=30)
# Above these a person decides, and in every other currency.
AUTOMATIC_LIMITS: Mapping[str, Decimal] = {"EUR": Decimal("200.00")}


class RefundOrder:
    """Pays an order back to the way it was paid."""

    writes = True

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan | Question:
        if not names_an_order(request):
            return Question(
                code="order_number_needed",
                text="Which order should be refunded? Please write its number, for example: refund order 12345.",
            )
        order = order_meant(request, services)
        payment_id = refundable(order, now())
        return Plan(
            action="refund",
            target=order.order_id,
            summary=f"Refund {order.total} for order {order.order_id} to the way it was paid?",
            details={"payment_id": payment_id},
            amount=order.total,
            review_reason=_review_reason(order.total),
        )

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        """Under one key per order: a repeat, from whatever case, finds the first refund's receipt."""
        payment_id = plan.details.get("payment_id")
        if plan.amount is None or payment_id is None:
            raise AgainstPolicy("the plan names no payment", code="no_payment")
        key = f"refund:{plan.target}"
        done = services.ledger.begin(key, f"{payment_id}:{plan.amount}", holder=request.case_id)
        if done is not None:
            return Receipt.model_validate_json(done)
        try:
            refund = services.payments.refund(payment_id, plan.amount, idempotency_key=key, case_id=request.case_id)
        except AgainstPolicy:
            services.ledger.release(key)
            raise
        receipt = Receipt(
            action="refund",
            reference=refund.refund_id,
            amount=refund.money,
            text=f"{refund.money} for order {plan.target} is on its way back to you"
            f" (reference {refund.refund_id}). It arrives within 5 working days.",
        )
        services.ledger.settle(key, receipt.model_dump_json())
        return receipt


def refundable(order: Order, at: datetime) -> str:
    """The payment to refund; ``AgainstPolicy`` says which part of the policy stands in the way."""
    if order.payment_id is None or order.state is OrderState.CANCELLED:
        raise AgainstPolicy(f"Order {order.order_id} has nothing to refund.", code="nothing_to_refund")
    if order.delivered_at is not None and at - order.delivered_at > RETURN_WINDOW:
        raise AgainstPolicy(
            f"Order {order.order_id} was delivered more than {RETURN_WINDOW.days} days ago, so it can't be"
            " refunded automatically.",
            code="outside_return_window",
        )
    return order.payment_id


def _review_reason(total: Money) -> str:
    limit = AUTOMATIC_LIMITS.get(total.currency)
    if limit is None:
        return f"a refund of {total}: no limit is set for {total.currency}"
    return f"a refund of {total} is above what is done without a person" if total.amount > limit else ""
