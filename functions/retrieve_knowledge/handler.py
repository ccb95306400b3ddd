"""State RetrieveKnowledge: what do we know about it?"""

from firstcontact import resolution
from firstcontact.entry import task
from firstcontact.model.step import Step, Task
from firstcontact.services import Services


@task(Task)
def handler(request: Task, services: Services) -> Step:
    """Find passages for a kept case."""
    return resolution.run_step(request.case_id, services.cases, lambda case: resolution.retrieve(case, services))
