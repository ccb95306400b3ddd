"""State DraftReply: writes a reply grounded in the retrieved passages."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Draft the reply of a stored case."""
    return run_step(request, NextStep.DRAFT, services)
