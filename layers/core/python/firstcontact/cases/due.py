"""What is due for a case: the next call outside the process that wrote it, stored with the case itself.

This is a transactional outbox (Richardson, Microservices Patterns, 2018): what is due is written in the same
transaction as the case, and published from the table's stream afterwards. Publishing it twice has no effect.
"""

from enum import StrEnum

from firstcontact.record import Record


class EntryPoint(StrEnum):
    """Where the workflow starts. ``send`` and ``approved`` are for cases that a person has already decided."""

    GUARD = "guard"
    ACTION = "action"
    REVIEW = "review"
    SEND = "send"
    APPROVED = "approved"


class Due(Record):
    """Start the workflow at ``begin``. ``attempt`` counts the runs of the case that were replaced by another one."""

    begin: EntryPoint
    attempt: int = 0


def execution_name(case_id: str, begin: EntryPoint, attempt: int = 0) -> str:
    """The name of an execution: the same for every repetition of a start, another for each new attempt."""
    name = case_id if begin in (EntryPoint.GUARD, EntryPoint.REVIEW) else f"{case_id}-{begin}"
    return f"{name}-{attempt}" if attempt else name
