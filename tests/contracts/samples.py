"""Facts to store: filled where it matters that nothing is lost, and changed by name where a test needs it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from firstcontact.actions.records import Plan, Receipt
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Heading, Message, Status
from firstcontact.cases.outcome import Ending, Outcome
from firstcontact.claims.records import Claim, Finding, Inspection, Label
from firstcontact.costs.records import CostEvent, CostLine
from firstcontact.drafting.records import Draft
from firstcontact.gate.records import Verdict
from firstcontact.knowledge.records import Passage
from firstcontact.money import Money
from firstcontact.record import new_id
from firstcontact.review.records import Review
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Route
from ulid import ULID

MORNING = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes into the morning."""
    return MORNING + timedelta(minutes=minutes)


def id_at(prefix: str, minutes: float) -> str:
    """An id made at that time, as ids sort by theirs."""
    return f"{prefix}_{ULID.from_datetime(at(minutes))}"


def a_case(**changes: Any) -> Case:
    """A case with every field that a store could lose."""
    case = Case(
        case_id=new_id("case"),
        conversation_id=new_id("conv"),
        channel=Channel.CHAT,
        message_id=new_id("msg"),
        question="Wo ist mein Päckchen? 📦\n\u2028Order 12345",
        created_at=MORNING + timedelta(microseconds=1),
        customer_id="cus_1",
        route=Route(
            destination=Destination.ANSWER,
            reason="sure",
            prediction=Prediction(
                intent="track", confidence=0.1 + 0.2, in_scope=True, oos_score=-1.5, top=(("track", 1e-9),)
            ),
        ),
        passages=(Passage(document_id="d", title="t", url="u", text="x", score=0.1, cosine=-0.25),),
        draft=Draft(sentences=("It is on its way.",), citations=((1,),), model_id="m"),
        verdict=Verdict(confidence=0.8499999999999999, release=False, reasons=("unsure",)),
        plan=Plan(
            action="refund", target="12345", summary="s", amount=Money(amount=Decimal("49.90"), currency="EUR")
        ),
        receipt=Receipt(action="refund", reference="re_1", text="done"),
        status=Status.IN_REVIEW,
        working=True,
    )
    return case.model_copy(update=changes)


def a_claim(**changes: Any) -> Claim:
    """A claim with one inspected photo."""
    claim = Claim(
        claim_id=new_id("clm"),
        case_id=new_id("case"),
        customer_id="cus_1",
        order_id="12345",
        product_id="gull-pro",
        description="Der Bügel ist gebrochen",
        created_at=MORNING,
        uploads=("claims/a/1",),
        inspections=(
            Inspection(
                image="claims/a/1",
                findings=(Finding(name="serial", state="match", severity="info"),),
                labels=(Label(name="Headphones", confidence=97.3),),
                text=("SN 1",),
            ),
        ),
    )
    return claim.model_copy(update=changes)


def a_review(**changes: Any) -> Review:
    """A review that just came in."""
    review = Review(
        review_id=new_id("rev"),
        case_id=new_id("case"),
        channel=Channel.ZENDESK,
        question="Kann ich das zurückgeben?",
        draft="Yes, within 30 days.",
        reason="unsure",
        created_at=MORNING,
        confidence=0.5,
    )
    return review.model_copy(update=changes)


def a_heading(minutes: float, **changes: Any) -> Heading:
    """A conversation that was opened so many minutes into the morning."""
    heading = Heading(conversation_id=id_at("conv", minutes), title=f"minute {minutes}", opened_at=at(minutes))
    return heading.model_copy(update=changes)


def a_message(minutes: float, **changes: Any) -> Message:
    """A turn that was said so many minutes into the morning."""
    message = Message(
        message_id=id_at("msg", minutes),
        case_id=new_id("case"),
        role="customer",
        text=f"minute {minutes}",
        at=at(minutes),
    )
    return message.model_copy(update=changes)


def an_outcome(**changes: Any) -> Outcome:
    """A case that ended well."""
    outcome = Outcome(
        case_id=new_id("case"),
        channel=Channel.CHAT,
        ending=Ending.ANSWERED,
        at=MORNING,
        intent="track",
        seconds=Decimal("1.250"),
    )
    return outcome.model_copy(update=changes)


def a_cost_event(**changes: Any) -> CostEvent:
    """What an invocation cost: one line with a very small price, one whose price nobody knows."""
    event = CostEvent(
        event_id=new_id("cost"),
        function="chat",
        at=MORNING,
        duration_ms=Decimal("12.345"),
        init_ms=Decimal(0),
        lines=(
            CostLine(item="lambda.requests", amount=Decimal(1), cost=Decimal("0.00000020")),
            CostLine(item="bedrock.input_tokens", amount=Decimal(812), variant="m"),
        ),
        price_book="2026-11-01",
        currency="USD",
    )
    return event.model_copy(update=changes)
