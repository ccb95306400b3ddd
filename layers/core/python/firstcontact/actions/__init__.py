"""What the suite can do in a customer's name: one file an action, registered here."""

from collections.abc import Mapping

from firstcontact.actions import order_status, refund
from firstcontact.actions.action import Action

ACTIONS: Mapping[str, Action] = {
    "order_status": order_status.OrderStatus(),
    "refund": refund.RefundOrder(),
}
