"""State GateReply: may the draft be sent without a person?"""

from firstcontact.cases.steps import Next, StepInput, StepOutput
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Judge a stored case's draft."""
    return run_step(request, Next.GATE, services)
