"""What an action plans, and what came of it."""

from pydantic import Field

from firstcontact.money import Money
from firstcontact.record import Record


class ActionRequest(Record):
    """What an action may know of a case: who asks, and in which words.

    ``customer_id`` is None where nobody proved it; ``groups`` are the customer's; ``language`` is ISO 639, empty
    where it is not known.
    """

    case_id: str
    customer_id: str | None
    text: str
    groups: tuple[str, ...] = ()
    language: str = ""


class Plan(Record):
    """An action worked out from records alone, waiting to be done.

    ``target`` names what it is done to, such as an order, and ``summary`` is what the customer confirms. ``details``
    holds what the action itself needs later. ``review_reason`` says why a person decides first; empty if none does.
    """

    action: str
    target: str
    summary: str
    details: dict[str, str] = Field(default_factory=dict)
    amount: Money | None = None
    review_reason: str = ""


class Question(Record):
    """What an action has to know from the customer before it can be planned."""

    code: str
    text: str


class Receipt(Record):
    """What the system of record said when the action was done."""

    action: str
    reference: str
    text: str
    amount: Money | None = None
