"""What the states of a workflow hand to one another: the case's id and where to go; never its texts."""

from enum import StrEnum
from typing import NamedTuple

from firstcontact.cases.case import Case
from firstcontact.record import Record


class Next(StrEnum):
    """The way a state points to; the workflow's choices test these words."""

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


class EntryPoint(StrEnum):
    """Where the workflow takes a case up. ``send`` and ``approved`` are for what a person decided already."""

    GUARD = "guard"
    ACTION = "action"
    REVIEW = "review"
    SEND = "send"
    APPROVED = "approved"


class StepResult(NamedTuple):
    """A case after a step: where it goes next, and why if that is a person."""

    case: Case
    next: Next
    reason: str = ""


class StepInput(Record):
    """A state's input. ``failed`` marks a case that reached its end by a failure."""

    case_id: str
    reason: str = ""
    reviewed: bool = False
    failed: bool = False
    execution: str = ""


class StepOutput(Record):
    """A state's output."""

    next: Next
    reason: str = ""
