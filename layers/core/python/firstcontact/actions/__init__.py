"""The registry of actions that the suite can take for a customer; each action has its own file."""

from collections.abc import Mapping

from firstcontact.actions import order_status, refund
from firstcontact.actions.action import Action

ACTIONS: Mapping[str, Action] = {
    "order_status": order_status.OrderStatus(),
    "refund": refund.RefundOrder(),
}
