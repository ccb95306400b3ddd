"""The status of an order, as the shop and the carrier report it now."""

from firstcontact.actions.orders import find_order
from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Question, Receipt
from firstcontact.errors import NotFound
from firstcontact.shop.wording import Sentences
from firstcontact.systems.orders import Order, OrderState
from firstcontact.systems.shipping import Shipment


class OrderStatus:
    """Looks up an order's status; changes nothing."""

    writes = False

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan | Question:
        order = find_order(request, services)
        if isinstance(order, Question):
            return order
        return Plan(action="order_status", target=order.order_id, summary=f"Look up order {order.order_id}.")

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        order = services.orders.get(plan.target)
        text = describe(order, _shipment(order, services), services.shop.sentences, request.language)
        return Receipt(action="order_status", reference=order.order_id, text=text)

    def settle(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt | None:
        return None


def _shipment(order: Order, services: ActionServices) -> Shipment | None:
    if order.tracking_number is None:
        return None
    try:
        return services.shipping.track(order.tracking_number)
    except NotFound:
        return None


def describe(order: Order, shipment: Shipment | None, sentences: Sentences, language: str = "") -> str:
    """Describe the order's status in sentences for the customer."""
    if order.state is OrderState.DELIVERED and order.delivered_at:
        day = sentences.date(order.delivered_at.date(), language)
        return sentences.say("status_delivered_on", language, order=order.order_id, date=day)
    said = [sentences.say(f"status_{order.state}", language, order=order.order_id)]
    if shipment is not None and order.state is not OrderState.DELIVERED:
        if shipment.last_event:
            said.append(sentences.say("status_latest_event", language, event=shipment.last_event.rstrip(".")))
        if shipment.estimated_delivery:
            expected = sentences.date(shipment.estimated_delivery, language)
            said.append(sentences.say("status_expected", language, date=expected))
        said.append(sentences.say("status_tracking", language, number=shipment.tracking_number))
    return " ".join(said)
