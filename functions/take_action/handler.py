"""State TakeAction: do what the customer confirmed, or a reviewer approved, once."""

from firstcontact.cases.steps import Step, Task
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution import act
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Perform a kept case's action."""
    return run_step(
        request.case_id,
        services.cases,
        lambda case: act.perform(case, services, reviewed=request.reviewed),
    )
