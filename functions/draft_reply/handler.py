"""State DraftReply: write a reply grounded in what was found."""

from firstcontact.cases.steps import Next, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Draft a stored case's reply."""
    return run_step(request, Next.DRAFT, services)
