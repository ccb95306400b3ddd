"""Orders at Shopfront, the sandbox shop."""

from typing import Any

from pydantic import ValidationError

from firstcontact.connectors.http import Access, Vendor, bearer, segment
from firstcontact.errors import Unavailable
from firstcontact.money import Money
from firstcontact.systems.orders import Order, OrderLine


class ShopfrontOrders:
    """Implements ``Orders``."""

    def __init__(self, access: Access) -> None:
        self._shop = Vendor("the shop", access, bearer)

    def get(self, order_id: str) -> Order:
        return _order(self._shop.read(f"/orders/{segment(order_id)}"))

    def latest(self, customer_id: str, *, limit: int = 5) -> list[Order]:
        answer = self._shop.read(f"/customers/{segment(customer_id)}/orders")
        if not isinstance(answer, dict) or not isinstance(answer.get("orders"), list):
            raise Unavailable("the shop's answer cannot be read")
        orders = [_order(order) for order in answer["orders"]]
        return sorted(orders, key=lambda order: order.placed_at, reverse=True)[:limit]


def _order(told: Any) -> Order:
    try:
        currency = told["currency"]
        return Order(
            order_id=told["id"],
            customer_id=told["customer_id"],
            state=told["state"],
            placed_at=told["placed_at"],
            total=Money(amount=told["total"], currency=currency),
            lines=tuple(_line(line, currency) for line in told["lines"]),
            payment_id=told.get("payment_id"),
            tracking_number=told.get("tracking_number"),
            delivered_at=told.get("delivered_at"),
            country=_country(told.get("address")),
            shipping=_money(told.get("shipping"), currency),
            shipping_method=told.get("shipping_method") or "",
            express_fee=_money(told.get("express_fee"), currency),
            freight_surcharge=_money(told.get("freight_surcharge"), currency),
        )
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise Unavailable("the shop's answer cannot be read") from error


def _line(told: Any, currency: str) -> OrderLine:
    return OrderLine(
        product_id=told["product_id"],
        quantity=told["quantity"],
        unit_price=Money(amount=told["unit_price"], currency=currency),
        serials=tuple(told.get("serials") or ()),
        tags=tuple(told.get("tags") or ()),
    )


def _money(amount: Any, currency: str) -> Money | None:
    return None if amount is None else Money(amount=amount, currency=currency)


def _country(address: Any) -> str:
    return str(address.get("country") or "") if isinstance(address, dict) else ""
