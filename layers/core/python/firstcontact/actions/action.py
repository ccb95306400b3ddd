"""What every action is: worked out from records, then done once.

Order, amount and payee come from the system of record and the authenticated customer; a customer's text only
picks which of their own orders is meant, and no model's text is ever read here.
"""

import re
from typing import Protocol

from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Question, Receipt
from firstcontact.errors import AgainstPolicy, NotFound
from firstcontact.systems.orders import Order

_ORDER_NUMBER = re.compile(r"(?<![\d.,-])(\d{3,8})(?![\d.,]*\d)")


class Action(Protocol):
    """One thing that can be done. ``writes`` says whether the customer must confirm it first."""

    @property
    def writes(self) -> bool: ...

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan | Question:
        """Work out from the records what would be done, or what is missing; ``AgainstPolicy`` says why not."""

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        """Do it, once however often it is asked for."""


def order_meant(request: ActionRequest, services: ActionServices) -> Order:
    """The customer's own order that the message means: the one it names, else their only or latest one."""
    if request.customer_id is None:
        raise AgainstPolicy("nobody proved whose order this is", code="not_authenticated")
    named = _ORDER_NUMBER.findall(request.text)
    if not named:
        return _latest(request.customer_id, services)
    for number in named:
        try:
            order = services.orders.get(number)
        except NotFound:
            continue
        if order.customer_id == request.customer_id:
            return order
    raise AgainstPolicy(f"I can't find order {named[0]} on your account.", code="order_not_found")


def _latest(customer_id: str, services: ActionServices) -> Order:
    orders = services.orders.latest(customer_id, limit=1)
    if not orders:
        raise AgainstPolicy("There is no order on your account yet.", code="no_orders")
    return orders[0]


def names_an_order(request: ActionRequest) -> bool:
    """Whether the message names an order by number."""
    return _ORDER_NUMBER.search(request.text) is not None
