"""State DraftReply: write a reply from the passages."""

from firstcontact import resolution
from firstcontact.entry import task
from firstcontact.model.step import Step, Task
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Draft a reply for a kept case."""
    return resolution.run_step(request.case_id, services.cases, lambda case: resolution.draft(case, services))
