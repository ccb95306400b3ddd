"""State RecordOutcome: records how the case ended and how many workflow transitions were billed."""

from firstcontact.cases.outcome import Outcome
from firstcontact.cases.outcomes import record_outcome
from firstcontact.cases.steps import StepInput
from firstcontact.entrypoints.tasks import task
from firstcontact.services import Services


@task(StepInput)
def handler(request: StepInput, services: Services) -> Outcome:
    """Record the outcome of a stored case."""
    if request.execution:
        services.meter.add("stepfunctions.transitions", services.workflow.transitions(request.execution))
    return record_outcome(services.cases.get(request.case_id), services.outcomes, failed=request.failed)
