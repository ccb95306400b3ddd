"""The order of the steps, run in one process or state by state."""

from collections.abc import Callable, Mapping

from firstcontact.cases.case import Case
from firstcontact.cases.ports import CaseStore
from firstcontact.cases.steps import Next, Step, StepResult
from firstcontact.errors import TooSlow, Unavailable
from firstcontact.resolution.ports import PipelineServices
from firstcontact.resolution.steps import draft, judge, retrieve, route

STEPS: Mapping[Next, Callable[[Case, PipelineServices], StepResult]] = {
    Next.RETRIEVE: retrieve,
    Next.DRAFT: draft,
    Next.GATE: judge,
}
STAGES = {Next.RETRIEVE: "searching", Next.DRAFT: "drafting", Next.GATE: "checking"}


def run_step(case_id: str, cases: CaseStore, step: Callable[[Case], StepResult]) -> Step:
    """One step of a kept case, for a state of the workflow."""
    moved = step(cases.get(case_id))
    cases.put(moved.case)
    return Step(next=moved.next, reason=moved.reason)


def run_pipeline(case: Case, services: PipelineServices, tell: Callable[[str], None]) -> StepResult:
    """All steps in one go, as far as time allows. A dependency that fails sends the case to a person."""
    try:
        moved = route(case, services)
    except Unavailable as error:
        return StepResult(case, Next.PERSON, f"routing failed: {error.detail}")
    while moved.next in STEPS:
        tell(STAGES[moved.next])
        try:
            moved = STEPS[moved.next](moved.case, services)
        except TooSlow:
            return moved  # still to be done, where there is more time
        except Unavailable as error:
            return StepResult(moved.case, Next.PERSON, f"{STAGES[moved.next]} failed: {error.detail}")
    return moved
