"""Where an order is, from the shop and the carrier as they are now."""

from firstcontact.actions.action import order_meant
from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Receipt
from firstcontact.errors import NotFound
from firstcontact.systems.orders import Order, OrderState
from firstcontact.systems.shipping import Shipment

_STATES = {
    OrderState.PLACED: "Order {id} is placed and waits to be packed.",
    OrderState.PACKED: "Order {id} is packed and waits for the carrier.",
    OrderState.IN_TRANSIT: "Order {id} is on its way.",
    OrderState.DELIVERED: "Order {id} was delivered.",
    OrderState.CANCELLED: "Order {id} was cancelled.",
}


class OrderStatus:
    """Reads an order's state; changes nothing."""

    writes = False

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan:
        order = order_meant(request, services)
        return Plan(action="order_status", target=order.order_id, summary=f"Look up order {order.order_id}.")

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        order = services.orders.get(plan.target)
        shipment = _shipment(order, services)
        return Receipt(action="order_status", reference=order.order_id, text=describe(order, shipment))


def _shipment(order: Order, services: ActionServices) -> Shipment | None:
    if order.tracking_number is None:
        return None
    try:
        return services.carrier.track(order.tracking_number)
    except NotFound:
        return None


def describe(order: Order, shipment: Shipment | None) -> str:
    """The order's state in a customer's words."""
    said = [_STATES[order.state].format(id=order.order_id)]
    if order.state is OrderState.DELIVERED and order.delivered_at:
        said = [f"Order {order.order_id} was delivered on {order.delivered_at:%-d %B %Y}."]
    elif shipment is not None:
        if shipment.last_event:
            said.append(f"Latest news from the carrier: {shipment.last_event.rstrip('.')}.")
        if shipment.estimated_delivery:
            said.append(f"Expected delivery: {shipment.estimated_delivery:%-d %B %Y}.")
        said.append(f"Tracking number: {shipment.tracking_number}.")
    return " ".join(said)
