"""What an action plans, and what came of it."""

from firstcontact.money import Money
from firstcontact.record import Record


class ActionRequest(Record):
    """What an action may know of a case: who asks, in which words; ``customer_id`` is None where nobody proved it."""

    case_id: str
    customer_id: str | None
    text: str


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
