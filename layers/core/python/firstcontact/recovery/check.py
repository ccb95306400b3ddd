"""Checks that every case has a next owner: the invariant that the sweeper keeps."""

from datetime import datetime, timedelta

from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.ownership import Owner, owner_of
from firstcontact.record import Record

LATE = timedelta(minutes=2)  # within which the sweeper finds a case that its owner has left


class OpenCase(Record):
    """A case that is not closed: who must move it on, and how long they are overdue (seconds)."""

    case_id: str
    channel: Channel
    status: Status | None
    owner: Owner
    overdue_seconds: float
    lost: bool


def open_case(case: Case, look_at: datetime | None, at: datetime) -> OpenCase | None:
    """What is known of a case that somebody was to look at by then; None if it is closed."""
    if case.closed_at is not None:
        return None
    overdue = max(timedelta(0), at - look_at) if look_at else timedelta(0)
    return OpenCase(
        case_id=case.case_id,
        channel=case.channel,
        status=case.status,
        owner=owner_of(case),
        overdue_seconds=round(overdue.total_seconds(), 1),
        lost=overdue > LATE,
    )
