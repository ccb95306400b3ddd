"""State DraftReply: write a reply from the passages."""

from firstcontact.cases.steps import Step, Task
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution import steps
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Draft a reply for a kept case."""
    return run_step(request.case_id, services.cases, lambda case: steps.draft(case, services))
