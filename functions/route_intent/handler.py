"""State RouteIntent: decides whether to answer, to take an action or to involve a person."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Route a stored case."""
    return run_step(request, NextStep.ROUTE, services)
