"""State RetrieveKnowledge: finds passages that may answer the question."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Find passages for a stored case."""
    return run_step(request, NextStep.RETRIEVE, services)
