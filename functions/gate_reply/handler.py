"""State GateReply: may this draft leave on its own, or does a person read it first?"""

from firstcontact import resolution
from firstcontact.entry import task
from firstcontact.model.step import Step, Task
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Judge a kept case's draft."""
    return resolution.run_step(request.case_id, services.cases, lambda case: resolution.judge(case, services))
