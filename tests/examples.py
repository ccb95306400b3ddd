"""Cases as tests need them."""

from typing import Any

from firstcontact.actions.records import Plan
from firstcontact.cases.case import Case, Channel
from firstcontact.drafting.records import Draft
from firstcontact.guardrails.guard import guard_message
from firstcontact.knowledge.records import Passage
from firstcontact.record import new_id, now
from firstcontact.routing.route import Destination, Route

from tests.fakes.models import DELIVERY
from tests.fakes.systems import ADA, euros


def a_case(question: str = "How long does delivery to Germany take?", **more: Any) -> Case:
    """Ada's case in a chat, new unless said otherwise."""
    given: dict[str, object] = {
        "case_id": new_id("case"),
        "conversation_id": new_id("conv"),
        "channel": Channel.CHAT,
        "message_id": new_id("msg"),
        "question": question,
        "guarded": guard_message(question),
        "created_at": now(),
        "customer_id": ADA,
        **more,
    }
    return Case.model_validate(given)


def a_passage(text: str = DELIVERY, name: str = "shipping-costs-and-times") -> Passage:
    """A passage of an article."""
    url = f"https://help.tidewire.example/{name}"
    return Passage(document_id=name, title="Shipping", url=url, text=text, score=1.0, cosine=0.8)


def a_draft(text: str = DELIVERY) -> Draft:
    """A draft of one sentence that rests on the first passage."""
    return Draft(sentences=(text,), citations=((1,),), model_id="some-model")


def a_refund(order_id: str = "1017", amount: str = "53.90") -> Plan:
    """The plan to refund an order, as policy makes it."""
    return Plan(
        action="refund",
        target=order_id,
        amount=euros(amount),
        details={"payment_id": f"pay_{order_id}"},
        summary=f"Refund {amount} EUR for order {order_id} to the way it was paid?",
    )


def asks_for(action: str) -> Route:
    """The route of a message that wants an action."""
    return Route(destination=Destination.ACTION, reason="an action", action=action)
