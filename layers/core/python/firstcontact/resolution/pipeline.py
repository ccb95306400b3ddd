"""The order of the pipeline's steps: guard → route → retrieve → draft → gate → plan → act → send.

Chat runs all steps in one process (``run_pipeline``); in the workflow each state runs one step (``run_step``).
Sending is not done here, because it depends on the channel.
"""

from collections.abc import Callable, Mapping

from firstcontact.cases.case import Case
from firstcontact.cases.steps import NextStep, StepInput, StepOutput, StepResult, is_superseded
from firstcontact.errors import TooSlow, Unavailable
from firstcontact.guardrails.records import GuardedMessage
from firstcontact.resolution.act import changes_something, plan_action, take_action
from firstcontact.resolution.ports import PipelineServices, StepServices
from firstcontact.resolution.steps import draft_reply, gate_reply, guard_message, retrieve_passages, route_message

_READING: Mapping[NextStep, Callable[[Case, GuardedMessage, PipelineServices], StepResult]] = {
    NextStep.ROUTE: route_message,
    NextStep.RETRIEVE: retrieve_passages,
    NextStep.DRAFT: draft_reply,
    NextStep.GATE: gate_reply,
}
STEPS = frozenset({NextStep.GUARD, *_READING, NextStep.PLAN, NextStep.ACT})
# In one process these steps only read, because an action that writes first waits for the customer: so they may be
# repeated where there is more time.
_REPEATABLE = frozenset({*_READING, NextStep.PLAN, NextStep.ACT})
# The status that a waiting customer sees while a step runs.
STATUS = {
    NextStep.RETRIEVE: "searching",
    NextStep.DRAFT: "drafting",
    NextStep.GATE: "checking",
    NextStep.PLAN: "acting",
    NextStep.ACT: "acting",
}


def take_step(case: Case, step: NextStep, services: PipelineServices, *, reviewed: bool = False) -> StepResult:
    """Run one step. A message that the guard has not checked goes to a person."""
    if step is NextStep.GUARD:
        return guard_message(case)
    if step is NextStep.PLAN:
        return plan_action(case, services)
    if step is NextStep.ACT:
        return take_action(case, services, reviewed=reviewed)
    if case.guarded is None:
        return StepResult(case, NextStep.PERSON, "the message was not guarded")
    return _READING[step](case, case.guarded, services)


def run_step(request: StepInput, step: NextStep, services: StepServices) -> StepOutput:
    """Run one step of a stored case, for a state of the workflow."""
    case = services.cases.get(request.case_id)
    if is_superseded(case, request):
        return StepOutput(next=NextStep.RECORD, reason="another run continues this case")
    if step is NextStep.ACT and changes_something(case):
        # Whatever happens to this process from here on, nobody tells the customer that nothing was done.
        # An attempt before this one is what ``take_action`` has to know of.
        begun = services.cases.put(case.model_copy(update={"unsettled": True, "due": None}))
        case = begun.model_copy(update={"unsettled": case.unsettled})
    moved = take_step(case, step, services, reviewed=request.reviewed)
    services.cases.put(moved.case.model_copy(update={"unsettled": False, "due": None}))
    return StepOutput(next=moved.next, reason=moved.reason)


def run_pipeline(case: Case, services: PipelineServices, on_status: Callable[[str], None]) -> StepResult:
    """Run the steps in one process until all are done or time runs out; a failing dependency leads to a person.

    When time runs out, the result names the step that is next: the workflow, which has more time, begins again.
    """
    moved, shown = StepResult(case, NextStep.GUARD), ""
    while moved.next in STEPS:
        step = moved.next
        if step in _REPEATABLE and not services.budget.has(0):
            return moved
        if STATUS.get(step, shown) != shown:
            shown = STATUS[step]
            on_status(shown)
        try:
            moved = take_step(moved.case, step, services)
        except Unavailable as error:
            if isinstance(error, TooSlow) and step in _REPEATABLE:
                return moved
            return StepResult(moved.case, NextStep.PERSON, f"{STATUS.get(step, 'routing')} failed: {error.detail}")
    return moved
