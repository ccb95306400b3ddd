"""State GateReply: decides whether the draft may be sent without a review."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Judge the draft of a stored case."""
    return run_step(request, NextStep.GATE, services)
