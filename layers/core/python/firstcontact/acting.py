"""Actions on a case: plan, have it confirmed, perform."""

import re

from firstcontact.actions import REGISTRY
from firstcontact.errors import AgainstPolicy, NotFound
from firstcontact.means import ActionServices
from firstcontact.model.action import Receipt
from firstcontact.model.case import Case
from firstcontact.model.conversation import Status
from firstcontact.model.step import Next, StepResult

_YES = re.compile(
    r"\W*(yes|yep|yeah|ok(ay)?|sure|confirm(ed)?|go ahead|please do|do it)\b"
    r"(\W+(yes|ok(ay)?|sure|please|thanks?|you|i|we|agree|confirm(ed)?|that'?s|is|fine|right|correct|do|it|that|this|so"
    r"|go|ahead|of|course|refund|me|the|my|order|money|back)\b)*[^\w?]*",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W*(no|nope|don'?t|do not|stop|cancel|never ?mind)\b", re.IGNORECASE)


def answer_to_confirmation(text: str) -> bool | None:
    """Whether the customer said yes or no; None if it was neither. A yes says nothing else: no if, no but."""
    if _NO.search(text):
        return False
    return True if _YES.fullmatch(text) else None


def prepare(case: Case, records: ActionServices) -> StepResult:
    """Plan the routed action: reads are done at once, writes wait for the customer's yes."""
    name = case.route.action if case.route else None
    if name is None or name not in REGISTRY:
        return StepResult(case, Next.PERSON, f"no such action: {name}")
    action = REGISTRY[name]
    try:
        plan = action.plan(case, records)
        case = case.model_copy(update={"plan": plan})
        if action.writes:
            if plan.needs_person:
                return StepResult(case, Next.PERSON, f"{name} of {plan.money} is above what is done without a person")
            return StepResult(case.model_copy(update={"status": Status.CONFIRM, "text": plan.summary}), Next.RECORD)
        receipt = action.perform(case, plan, records)
    except AgainstPolicy as refusal:
        return StepResult(_refused(case, refusal), Next.SEND)
    return StepResult(_acted(case, receipt), Next.SEND)


def perform(case: Case, records: ActionServices, *, reviewed: bool) -> StepResult:
    """Do what was confirmed, after working it out again: what changed meanwhile goes to a person."""
    if case.plan is None:
        return StepResult(case, Next.PERSON, "no action was planned")
    action = REGISTRY[case.plan.action]
    try:
        current = action.plan(case, records)
        if current != case.plan:
            return StepResult(case, Next.PERSON, "the order changed after it was confirmed")
        if current.needs_person and not reviewed:
            return StepResult(case, Next.PERSON, "above what is done without a person")
        receipt = action.perform(case, current, records)
    except (AgainstPolicy, NotFound) as refusal:
        return StepResult(_refused(case, refusal), Next.SEND)
    return StepResult(_acted(case, receipt), Next.SEND)


def _acted(case: Case, receipt: Receipt) -> Case:
    done = {"status": Status.ACTED, "text": receipt.text, "working": False, "receipt": receipt}
    return case.model_copy(update=done)


def _refused(case: Case, refusal: AgainstPolicy | NotFound) -> Case:
    return case.model_copy(
        update={"status": Status.REFUSED, "text": refusal.detail, "reason": refusal.code, "working": False}
    )
