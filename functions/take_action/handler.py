"""State TakeAction: do what the customer confirmed, or a reviewer approved, once."""

from firstcontact.cases.steps import Next, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Take a stored case's action."""
    return run_step(request, Next.ACT, services)
