"""State RecordOutcome: how the case ended, and what the workflow itself cost."""

from firstcontact.cases.outcome import Outcome
from firstcontact.cases.outcomes import record_outcome
from firstcontact.cases.steps import StepInput
from firstcontact.entrypoints.tasks import task
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> Outcome:
    """Record a kept case's outcome."""
    if request.execution:
        services.meter.add("stepfunctions.transitions", services.workflow.transitions(request.execution))
    return record_outcome(services.cases.get(request.case_id), services.outcomes, failed=request.failed)
