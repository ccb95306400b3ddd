"""Refunds of whole orders: allowed by a written policy, confirmed by the customer, paid back once."""

from datetime import datetime, timedelta
from decimal import Decimal

from firstcontact.actions.action import names_an_order, order_meant
from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Receipt
from firstcontact.errors import AgainstPolicy
from firstcontact.record import now
from firstcontact.systems.orders import Order, OrderState

RETURN_WINDOW = timedelta(days=30)
AUTOMATIC_LIMIT = Decimal("200.00")


class RefundOrder:
    """Pays an order back to the way it was paid."""

    writes = True

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan:
        if not names_an_order(request):
            raise AgainstPolicy(
                "Which order should be refunded? Please write its number, for example: refund order 12345.",
                code="order_number_needed",
            )
        order = order_meant(request, services)
        check(order, now())
        return Plan(
            action="refund",
            order_id=order.order_id,
            money=order.total,
            payment_id=order.payment_id,
            needs_person=order.total.amount > AUTOMATIC_LIMIT,
            summary=f"Refund {order.total} for order {order.order_id} to the way it was paid?",
        )

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        """Under one key per order: a repeat, from whatever case, finds the first refund's receipt."""
        if plan.money is None or plan.payment_id is None:
            raise AgainstPolicy("the plan names no payment", code="no_payment")
        key = f"refund:{plan.order_id}"
        done = services.ledger.begin(key, f"{plan.payment_id}:{plan.money}", holder=request.case_id)
        if done is not None:
            return Receipt.model_validate_json(done)
        try:
            refund = services.payments.refund(
                plan.payment_id, plan.money, idempotency_key=key, case_id=request.case_id
            )
        except AgainstPolicy:
            services.ledger.release(key)
            raise
        receipt = Receipt(
            action="refund",
            reference=refund.refund_id,
            money=refund.money,
            text=f"{refund.money} for order {plan.order_id} is on its way back to you"
            f" (reference {refund.refund_id}). It arrives within 5 working days.",
        )
        services.ledger.settle(key, receipt.model_dump_json())
        return receipt


def check(order: Order, at: datetime) -> None:
    """The refund policy; ``AgainstPolicy`` says which part of it stands in the way."""
    if order.payment_id is None or order.state is OrderState.CANCELLED:
        raise AgainstPolicy(f"Order {order.order_id} has nothing to refund.", code="nothing_to_refund")
    if order.delivered_at is not None and at - order.delivered_at > RETURN_WINDOW:
        raise AgainstPolicy(
            f"Order {order.order_id} was delivered more than {RETURN_WINDOW.days} days ago, so it can't be"
            " refunded automatically.",
            code="outside_return_window",
        )
