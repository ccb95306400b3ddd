"""State GuardMessage: is this message safe to read, and what may models see of it?"""

from firstcontact.cases.steps import Next, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Guard a stored case's message."""
    return run_step(request, Next.GUARD, services)
