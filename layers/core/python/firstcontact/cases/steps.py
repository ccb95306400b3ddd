"""The messages between the states of the workflow: a case id and the next step, never the customer's text."""

from enum import StrEnum
from typing import NamedTuple

from firstcontact.cases.case import Case
from firstcontact.record import Record


class NextStep(StrEnum):
    """The next step; the workflow's choice states compare these values."""

    GUARD = "guard"
    ROUTE = "route"
    RETRIEVE = "retrieve"
    DRAFT = "draft"
    GATE = "gate"
    PLAN = "plan"
    ACT = "act"
    SEND = "send"
    PERSON = "person"
    RECORD = "record"


class StepResult(NamedTuple):
    """A case after a step, the next step, and the reason if the next step is a person."""

    case: Case
    next: NextStep
    reason: str = ""


class StepInput(Record):
    """The input of a state. ``failed`` is true if the case ended because of an error."""

    case_id: str
    reason: str = ""
    reviewed: bool = False
    failed: bool = False
    execution: str = ""


def is_superseded(case: Case, request: StepInput) -> bool:
    """Whether another run of the workflow has taken the case over from the run that makes this request."""
    own = request.execution.rpartition(":")[2]
    return bool(own and case.execution) and own != case.execution


class StepOutput(Record):
    """The output of a state."""

    next: NextStep
    reason: str = ""
