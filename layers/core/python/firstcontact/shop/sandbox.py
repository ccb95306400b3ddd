"""sandbox/*.json: the customers, products, orders and shipments of the local business systems."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from firstcontact.record import Instant, Record
from firstcontact.shop.currencies import Currency
from firstcontact.shop.values import Language, MailAddress, NotEmpty, Text, Texts, Whole, Wording
from firstcontact.systems.orders import OrderState

RecordId = Annotated[str, Field(pattern=r"^[^\s/]{1,128}$")]
Kind = Literal["customers", "products", "orders", "shipments"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def _amount_text(text: str) -> str:
    if not text.replace(".", "", 1).isdecimal() or not text.isascii() or text[0] == "." or text[-1] == ".":
        raise ValueError(f'`{text[:20]}` is not an amount: write it in quotes like "49.00"')
    return text


Amount = Annotated[str, Field(min_length=1, max_length=20), AfterValidator(_amount_text)]
Address = Text | Mapping[str, str | None]


class Customer(Record):
    """A customer."""

    id: RecordId
    name: Text
    email: MailAddress
    language: Language | None = None
    groups: Texts = ()
    currency: Currency | None = None
    address: Address | None = None


class Product(Record):
    """A product. ``names`` are by language, ``prices`` by currency, ``warranty_parts`` in months."""

    id: RecordId
    name: Text
    names: Wording | None = None
    price: Amount
    currency: Currency
    prices: Mapping[Currency, Amount] = {}
    stock: Whole | None = None
    warranty_months: Whole | None = None
    warranty_parts: Mapping[str, Whole] | Texts = ()
    tags: Texts = ()


class Line(Record):
    """A product in an order, a parcel or a refund."""

    product_id: RecordId
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 1
    unit_price: Amount | None = None
    serials: Texts = ()


class OrderLine(Line):
    """A product in an order, with its price."""

    unit_price: Amount


class Refund(Record):
    """A refunded part of an order's total."""

    id: RecordId
    amount: Amount
    currency: Currency | None = None
    created_at: Instant
    lines: tuple[Line | RecordId, ...] = ()


class Order(Record):
    """An order of the sandbox; ``shipping`` includes ``express_fee`` and ``freight_surcharge``."""

    id: RecordId
    customer_id: RecordId
    placed_at: Instant
    state: OrderState
    lines: Annotated[tuple[OrderLine, ...], NotEmpty]
    shipping: Amount = "0"
    shipping_method: Text | None = None
    express_fee: Amount | None = None
    freight_surcharge: Amount | None = None
    total: Amount
    currency: Currency
    paid_with: Text | None = None
    payment_id: RecordId | None = None
    shipment_id: RecordId | None = None
    shipment_ids: tuple[RecordId, ...] = ()
    delivered_at: Instant | None = None
    address: Address | None = None
    refunds: tuple[Refund, ...] = ()

    @property
    def shipments(self) -> tuple[str, ...]:
        """The ids of the order's parcels."""
        return self.shipment_ids or ((self.shipment_id,) if self.shipment_id else ())


class Event(Record):
    """An event in a parcel's tracking history."""

    at: Instant
    place: str = ""
    text: Text


class Shipment(Record):
    """A parcel."""

    id: RecordId
    order_id: RecordId | None = None
    lines: tuple[Line | RecordId, ...] = ()
    carrier: Text
    tracking_number: RecordId
    state: Text
    estimated_delivery: date | None = None
    events: tuple[Event, ...] = ()


class Sandbox(Record):
    """The initial records of the sandbox systems."""

    customers: tuple[Customer, ...] = ()
    products: tuple[Product, ...] = ()
    orders: tuple[Order, ...] = ()
    shipments: tuple[Shipment, ...] = ()


def product_of(line: Line | str) -> str:
    """The product id of a line, which may be the id itself."""
    return line if isinstance(line, str) else line.product_id
