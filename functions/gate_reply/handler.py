"""State GateReply: may this draft leave on its own, or does a person read it first?"""

from firstcontact.cases.steps import Step, Task
from firstcontact.entrypoints.tasks import task
from firstcontact.resolution import steps
from firstcontact.resolution.pipeline import run_step
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Judge a kept case's draft."""
    return run_step(request.case_id, services.cases, lambda case: steps.judge(case, services))
