"""State SendReply: bring the result to the customer, on the channel they came by."""

from firstcontact.cases.steps import Next, Step, Task
from firstcontact.channels import delivery
from firstcontact.entrypoints.tasks import task
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Deliver a kept case's result; a repeat delivers the same again, never something else."""
    delivery.deliver(services.cases.get(request.case_id), services)
    return Step(next=Next.RECORD)
