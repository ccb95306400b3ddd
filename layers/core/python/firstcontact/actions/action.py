"""What every action is: worked out from records, then done once.

Order, amount and payee come from the system of record and the authenticated customer; a customer's text only
picks which of their own orders is meant, and no model's text is ever read here.
"""

import re
from typing import Protocol

from firstcontact.errors import AgainstPolicy, NotFound
from firstcontact.means import ActionServices
from firstcontact.model.action import Order, Plan, Receipt
from firstcontact.model.case import Case

_ORDER_NUMBER = re.compile(r"(?<![\d.,-])(\d{3,8})(?![\d.,]*\d)")


class Action(Protocol):
    """One thing that can be done. ``writes`` says whether the customer must confirm it first."""

    @property
    def writes(self) -> bool: ...

    def plan(self, case: Case, records: ActionServices) -> Plan:
        """Work out from the records what would be done; ``AgainstPolicy`` says why not."""

    def perform(self, case: Case, plan: Plan, records: ActionServices) -> Receipt:
        """Do it, once however often it is asked for."""


def order_meant(case: Case, records: ActionServices) -> Order:
    """The customer's own order that the message means: the one it names, else their only or latest one."""
    if case.customer_id is None:
        raise AgainstPolicy("nobody proved whose order this is", code="not_authenticated")
    named = _ORDER_NUMBER.findall(case.question)
    if not named:
        return _latest(case.customer_id, records)
    for number in named:
        try:
            order = records.orders.get(number)
        except NotFound:
            continue
        if order.customer_id == case.customer_id:
            return order
    raise AgainstPolicy(f"I can't find order {named[0]} on your account.", code="order_not_found")


def _latest(customer_id: str, records: ActionServices) -> Order:
    orders = records.orders.latest(customer_id, limit=1)
    if not orders:
        raise AgainstPolicy("There is no order on your account yet.", code="no_orders")
    return orders[0]


def names_an_order(case: Case) -> bool:
    """Whether the message names an order by number."""
    return _ORDER_NUMBER.search(case.question) is not None
