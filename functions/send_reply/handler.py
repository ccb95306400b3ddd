"""State SendReply: sends the result to the customer on the case's channel."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.channels import delivery
from firstcontact.entrypoints.tasks import task
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Deliver the result of a stored case; a repeated call delivers the same result again."""
    delivery.deliver(services.cases.get(request.case_id), services)
    return StepOutput(next=NextStep.RECORD)
