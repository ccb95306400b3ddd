"""State SendReply: bring the result to the customer, on the channel they came by."""

from firstcontact.cases.steps import Next, StepInput, StepOutput
from firstcontact.channels import delivery
from firstcontact.entrypoints.tasks import task
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> StepOutput:
    """Deliver a kept case's result; a repeat delivers the same again, never something else."""
    delivery.deliver(services.cases.get(request.case_id), services)
    return StepOutput(next=Next.RECORD)
