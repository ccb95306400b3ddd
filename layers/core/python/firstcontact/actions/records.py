"""The records of an action: request, plan, question and receipt."""

from pydantic import Field

from firstcontact.money import Money
from firstcontact.record import Record


class ActionRequest(Record):
    """The part of a case that an action may see: the customer and their text.

    ``customer_id`` is None if the customer is not authenticated; ``groups`` are the customer's groups; ``language``
    is an ISO 639 code, empty if unknown.
    """

    case_id: str
    customer_id: str | None
    text: str
    groups: tuple[str, ...] = ()
    language: str = ""


class Plan(Record):
    """A planned action, computed from records only and not performed yet.

    ``target`` names the object of the action, such as an order, and ``summary`` is the text that the customer
    confirms. ``details`` holds values that the action needs when it is performed. ``review_reason`` says why a
    person must decide first, and ``second_approval`` why two must approve; they are empty if nobody has to.
    """

    action: str
    target: str
    summary: str
    details: dict[str, str] = Field(default_factory=dict)
    amount: Money | None = None
    review_reason: str = ""
    second_approval: str = ""


class Question(Record):
    """A question that the customer must answer before the action can be planned."""

    code: str
    text: str


class Receipt(Record):
    """The result that the system of record returned for a performed action."""

    action: str
    reference: str
    text: str
    amount: Money | None = None
