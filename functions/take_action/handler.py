"""State TakeAction: performs an action, once, that the customer confirmed or a reviewer approved."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Take the action of a stored case."""
    return run_step(request, NextStep.ACT, services)
