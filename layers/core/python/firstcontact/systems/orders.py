"""The shop's orders: the records, and the port of the order system."""

from enum import StrEnum
from typing import Protocol

from firstcontact.money import Money
from firstcontact.record import Instant, Record


class OrderState(StrEnum):
    """The state of an order."""

    PLACED = "placed"
    PACKED = "packed"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class OrderLine(Record):
    """One product of an order."""

    product_id: str
    quantity: int
    unit_price: Money
    serials: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Order(Record):
    """An order in the shop's system. ``country`` is ISO 3166; ``shipping`` includes the other fees."""

    order_id: str
    customer_id: str
    state: OrderState
    placed_at: Instant
    total: Money
    lines: tuple[OrderLine, ...]
    payment_id: str | None = None
    tracking_number: str | None = None
    delivered_at: Instant | None = None
    country: str = ""
    shipping: Money | None = None
    shipping_method: str = ""
    express_fee: Money | None = None
    freight_surcharge: Money | None = None


class Orders(Protocol):
    """The system of record for orders."""

    def get(self, order_id: str) -> Order:
        """The order; raises ``NotFound`` if it does not exist."""

    def latest(self, customer_id: str, *, limit: int = 5) -> list[Order]:
        """The customer's latest orders, newest first."""
