"""Business actions: what is planned, what was done, and the records of the shop they rest on."""

from datetime import date
from enum import StrEnum

from firstcontact.model.fact import Instant, Record
from firstcontact.model.money import Money


class Plan(Record):
    """An action worked out from records alone, waiting to be done. ``summary`` is what the customer confirms."""

    action: str
    order_id: str
    summary: str
    money: Money | None = None
    payment_id: str | None = None
    needs_person: bool = False


class Receipt(Record):
    """What the system of record said when the action was done."""

    action: str
    reference: str
    text: str
    money: Money | None = None


class OrderState(StrEnum):
    """Where an order stands at the shop."""

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


class Order(Record):
    """An order as the shop holds it."""

    order_id: str
    customer_id: str
    state: OrderState
    placed_at: Instant
    total: Money
    lines: tuple[OrderLine, ...]
    payment_id: str | None = None
    tracking_number: str | None = None
    delivered_at: Instant | None = None


class Shipment(Record):
    """A parcel as the carrier sees it now."""

    tracking_number: str
    state: str
    estimated_delivery: date | None = None
    last_event: str = ""
    last_event_at: Instant | None = None


class Refund(Record):
    """A refund as the payment provider recorded it."""

    refund_id: str
    payment_id: str
    money: Money
    state: str
