"""The steps of an action: plan it, let the customer confirm it, perform it."""

from firstcontact.actions import ACTIONS
from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import Question, Receipt
from firstcontact.cases import transitions
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import NextStep, StepResult
from firstcontact.errors import AgainstPolicy, NotFound, VendorRefused
from firstcontact.shop.published import PublishedShop


def plan_action(case: Case, services: ActionServices) -> StepResult:
    """Plan the routed action. A read-only action is performed next; one that writes waits for confirmation."""
    name = case.route.action if case.route else None
    if name is None or name not in ACTIONS:
        return StepResult(case, NextStep.PERSON, f"no such action: {name}")
    action = ACTIONS[name]
    try:
        plan = action.plan(case.action_request, services)
    except AgainstPolicy as refusal:
        return StepResult(_refused(case, refusal), NextStep.SEND)
    except VendorRefused as refusal:
        return StepResult(case, NextStep.PERSON, refusal.reason)
    if isinstance(plan, Question):
        return StepResult(_asked(case, plan), NextStep.SEND)
    case = case.model_copy(update={"plan": plan})
    if not action.writes:
        return StepResult(case, NextStep.ACT)
    if plan.review_reason:
        return StepResult(case, NextStep.PERSON, plan.review_reason)
    return StepResult(case.model_copy(update={"status": Status.CONFIRM, "text": plan.summary}), NextStep.RECORD)


def confirm_action(case: Case, yes: bool, shop: PublishedShop) -> StepResult:
    """Apply the customer's answer to a planned action: yes performs it next, no closes the case unchanged."""
    if yes:
        return StepResult(case, NextStep.ACT)
    declined = {"status": Status.REFUSED, "text": shop.sentences.say("declined", case.language), "reason": "declined"}
    return StepResult(case.model_copy(update=declined), NextStep.SEND)


def changes_something(case: Case) -> bool:
    """Whether the planned action changes anything."""
    return case.plan is not None and ACTIONS[case.plan.action].writes


def take_action(case: Case, services: ActionServices, *, reviewed: bool = False) -> StepResult:
    """Plan again, then perform the action; if the plan has changed since its confirmation, a person decides.

    An action that was not planned yet, because the chat had no time for it, is planned here. If it writes, the
    customer is asked to confirm it. A case that is closed, or that was refused or answered by a reviewer, takes no
    action. An action that has begun before may have been performed; then its receipt is looked up first.
    """
    if ended := _without_action(case):
        return ended
    if case.plan is None and not reviewed:
        moved = plan_action(case, services)
        if moved.next is not NextStep.ACT:
            return moved._replace(next=NextStep.SEND) if moved.case.status is Status.CONFIRM else moved
        case = moved.case
    plan = case.plan
    if plan is None:
        return _ask_a_person(case, "no action was planned")
    action = ACTIONS[plan.action]
    if case.unsettled and (receipt := action.settle(case.action_request, plan, services)):
        return StepResult(acted(case, receipt), NextStep.SEND)
    try:
        if action.writes:
            if action.plan(case.action_request, services) != plan:
                return _ask_a_person(case, f"{plan.target} changed after the action was confirmed")
            if plan.review_reason and not reviewed:
                return _ask_a_person(case, plan.review_reason)
        receipt = action.perform(case.action_request, plan, services)
    except AgainstPolicy as refusal:
        return StepResult(_refused(case, refusal), NextStep.SEND)
    except VendorRefused as refusal:
        return _ask_a_person(case, refusal.reason)
    except NotFound as error:  # it was there when the action was planned
        return _ask_a_person(case, f"{plan.target} is gone: {error.detail}")
    return StepResult(acted(case, receipt), NextStep.SEND)


def _without_action(case: Case) -> StepResult | None:
    """The next step of a case that must not take its action, whatever called for it; None for any other case."""
    if case.closed_at is not None:
        return StepResult(case, NextStep.RECORD, "the case is closed")
    if case.receipt is not None:
        return StepResult(case, NextStep.SEND, "the action was performed before")
    if case.status is Status.REFUSED or (case.decided and case.plan is None):
        return StepResult(case, NextStep.SEND, "the action was refused")
    return None


def _ask_a_person(case: Case, reason: str) -> StepResult:
    return StepResult(transitions.undecided(case), NextStep.PERSON, reason)


def acted(case: Case, receipt: Receipt) -> Case:
    """The case with the result of its action."""
    done = {"status": Status.ACTED, "text": receipt.text, "working": False, "receipt": receipt}
    return case.model_copy(update=done)


def _asked(case: Case, question: Question) -> Case:
    return case.model_copy(update={"status": Status.ASKED, "text": question.text, "reason": question.code})


def _refused(case: Case, refusal: AgainstPolicy) -> Case:
    reason = f"{refusal.code} ({refusal.rule})" if refusal.rule else refusal.code
    return case.model_copy(
        update={"status": Status.REFUSED, "text": refusal.detail, "reason": reason, "working": False}
    )
