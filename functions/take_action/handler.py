"""State TakeAction: do what the customer confirmed, or a reviewer approved, once."""

from firstcontact import acting, resolution
from firstcontact.entry import task
from firstcontact.model.step import Step, Task
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Perform a kept case's action."""
    return resolution.run_step(
        request.case_id,
        services.cases,
        lambda case: acting.perform(case, services, reviewed=request.reviewed),
    )
