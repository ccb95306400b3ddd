"""Decides whether a policy block allows an action for this customer, order and time. Pure functions."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from firstcontact.money import Money
from firstcontact.shop.policy import Block, Daily, Fee
from firstcontact.systems.orders import Order, OrderState

Obstacle = Literal["wrong_customer", "wrong_state", "too_late", "excluded", "wrong_country"]
MONTH = timedelta(days=30.44)


class Refusal(NamedTuple):
    """The obstacle, the line of the policy that causes it, and the length in days of a window that has passed."""

    obstacle: Obstacle
    line: str
    days: int = 0


def refusal(block: Block, order: Order, groups: Iterable[str], tags: Iterable[str], at: datetime) -> Refusal | None:
    """Why the order is not eligible at ``at``, or None if it is. ``tags`` are the tags of the affected products."""
    member = frozenset(groups)
    if block.customers is not None and not member.intersection(block.customers):
        return Refusal("wrong_customer", block.line("customers"))
    if block.states and order.state not in block.states:
        return Refusal("wrong_state", block.line("states"))
    if frozenset(tags).intersection(block.excludes_tags):
        return Refusal("excluded", block.line("excludes_tags"))
    if block.countries and order.country not in block.countries:
        return Refusal("wrong_country", block.line("countries"))
    return _window(block, order, member, at)


def _window(block: Block, order: Order, groups: frozenset[str], at: datetime) -> Refusal | None:
    key, unit = ("within_days", timedelta(days=1)) if block.within_days else ("within_months", MONTH)
    windows = block.within_days or block.within_months
    if windows is None or order.delivered_at is None:
        return None
    # If several of the customer's groups have a window, the longest one applies.
    name = max(("default", *groups.intersection(windows)), key=lambda one: windows[one])
    if at - order.delivered_at <= windows[name] * unit:
        return None
    return Refusal("too_late", block.line(f"{key}.{name}"), round(windows[name] * unit / timedelta(days=1)))


def review_reason(block: Block, order: Order, amount: Money) -> str:
    """Why a person must decide before this amount is paid, with the line of the policy; empty if nobody has to."""
    what = f"{block.action} of {amount}"
    if block.by == "person":
        return f"{what}: a person always decides ({block.line('by')})"
    if unchecked := next((key for key, applies in _UNCHECKED.items() if applies(block, order)), None):
        return f"{what}: a person checks `{unchecked}` ({block.line(unchecked)})"
    limit = block.automatic.get(amount.currency)
    if limit is None:
        return f"{what}: no limit is set for {amount.currency} ({block.line('automatic')})"
    if amount.amount > limit:
        return f"{what} is above what is done without a person ({block.line(f'automatic.{amount.currency}')})"
    return second_approval(block, amount)


def second_approval(block: Block, amount: Money) -> str:
    """Why two people must approve this amount, with the line of the policy; empty if one is enough."""
    limit = block.second_pair_of_eyes.get(amount.currency)
    if limit is None or amount.amount <= limit:
        return ""
    return (
        f"{block.action} of {amount}: two people approve it ({block.line(f'second_pair_of_eyes.{amount.currency}')})"
    )


def keeps_goods(block: Block, order: Order) -> bool:
    """Whether the customer keeps the items, because they are worth less than ``keep_below``."""
    limit = block.keep_below.get(order.total.currency)
    prices = [line.unit_price for line in order.lines]
    if block.returns != "required" or limit is None or not prices or order.state is not OrderState.DELIVERED:
        return False
    value = sum((line.unit_price.amount * line.quantity for line in order.lines), Decimal(0))
    return value < limit and all(price.currency == order.total.currency for price in prices)


# Rules that the suite cannot check itself: if one applies to an order, a person decides.
_UNCHECKED: Mapping[str, Callable[[Block, Order], bool]] = {
    "daily": lambda block, _: block.daily != Daily(),
    "returns": lambda block, order: block.returns == "required" and not keeps_goods(block, order),
}


def excluded_fees(block: Block, order: Order) -> Money | None:
    """The part of an order's shipping that is not refunded; None if all of it is."""
    fees = [fee for name in block.excludes if (fee := _fee(order, name)) is not None]
    if not fees:
        return None
    total = sum((fee.amount for fee in fees), Decimal(0))
    return Money(amount=min(total, order.shipping.amount) if order.shipping else total, currency=order.total.currency)


def _fee(order: Order, name: Fee) -> Money | None:
    """A fee from the order's field of that name, or the whole shipping if the order was sent that way."""
    if name == "shipping_fee":
        return order.shipping
    stated = order.express_fee if name == "express_fee" else order.freight_surcharge
    is_sent_so = order.shipping_method == ("express" if name == "express_fee" else "freight")
    return stated or (order.shipping if is_sent_so else None)
