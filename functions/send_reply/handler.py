"""State SendReply: sends the result to the customer on the case's channel."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput, is_superseded
from firstcontact.channels import delivery
from firstcontact.entrypoints.tasks import task
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Deliver the result of a stored case; a repeated call delivers the same result again."""
    case = services.cases.get(request.case_id)
    if not is_superseded(case, request):
        delivery.deliver(case, services)
    return StepOutput(next=NextStep.RECORD)
