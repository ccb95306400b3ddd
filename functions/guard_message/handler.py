"""State GuardMessage: checks the message and creates the version that models may see."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Guard the message of a stored case."""
    return run_step(request, NextStep.GUARD, services)
