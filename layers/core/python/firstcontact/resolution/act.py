"""Actions on a case: plan, have it confirmed, perform."""

from firstcontact.actions import REGISTRY
from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import Receipt
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import Next, StepResult
from firstcontact.errors import AgainstPolicy, NotFound


def prepare(case: Case, services: ActionServices) -> StepResult:
    """Plan the routed action: reads are done at once, writes wait for the customer's yes."""
    name = case.route.action if case.route else None
    if name is None or name not in REGISTRY:
        return StepResult(case, Next.PERSON, f"no such action: {name}")
    action = REGISTRY[name]
    try:
        plan = action.plan(case.action_request, services)
        case = case.model_copy(update={"plan": plan})
        if action.writes:
            if plan.needs_person:
                return StepResult(case, Next.PERSON, f"{name} of {plan.money} is above what is done without a person")
            return StepResult(case.model_copy(update={"status": Status.CONFIRM, "text": plan.summary}), Next.RECORD)
        receipt = action.perform(case.action_request, plan, services)
    except AgainstPolicy as refusal:
        return StepResult(_refused(case, refusal), Next.SEND)
    return StepResult(_acted(case, receipt), Next.SEND)


def perform(case: Case, services: ActionServices, *, reviewed: bool) -> StepResult:
    """Do what was confirmed, after working it out again: what changed meanwhile goes to a person."""
    if case.plan is None:
        return StepResult(case, Next.PERSON, "no action was planned")
    action = REGISTRY[case.plan.action]
    try:
        current = action.plan(case.action_request, services)
        if current != case.plan:
            return StepResult(case, Next.PERSON, "the order changed after it was confirmed")
        if current.needs_person and not reviewed:
            return StepResult(case, Next.PERSON, "above what is done without a person")
        receipt = action.perform(case.action_request, current, services)
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
