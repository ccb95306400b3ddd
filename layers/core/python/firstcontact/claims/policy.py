"""What may be claimed."""

from datetime import datetime, timedelta

from firstcontact.errors import AgainstPolicy
from firstcontact.systems.orders import Order, OrderLine

REPORT_WINDOW = timedelta(days=14)


def claimable_line(order: Order, product_id: str, customer_id: str, at: datetime) -> OrderLine:
    """The order's line for this product, if its customer may claim damage now."""
    if order.customer_id != customer_id:
        raise AgainstPolicy(f"I can't find order {order.order_id} on your account.", code="order_not_found")
    line = next((line for line in order.lines if line.product_id == product_id), None)
    if line is None:
        raise AgainstPolicy(f"Order {order.order_id} holds no {product_id}.", code="product_not_in_order")
    if order.delivered_at is not None and at - order.delivered_at > REPORT_WINDOW:
        raise AgainstPolicy(
            f"Damage must be reported within {REPORT_WINDOW.days} days of delivery.", code="outside_report_window"
        )
    return line
