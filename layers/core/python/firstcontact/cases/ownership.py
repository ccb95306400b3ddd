"""Who moves a case on next, and when somebody must look whether they do.

Every case is closed or has an owner. A process may die, so each owner has a limited time; then the sweeper looks.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status


class Owner(StrEnum):
    """The owner of a case: a process of ours, a person, or nobody because it is closed."""

    NOBODY = "nobody"
    OUTBOX = "outbox"
    CHAT = "chat"
    WORKFLOW = "workflow"
    REVIEWER = "reviewer"
    CUSTOMER = "customer"


# The chat function is stopped after 29 s. With one look a minute, a lost case is found within two minutes.
PATIENCE: Mapping[Owner, timedelta] = {
    Owner.OUTBOX: timedelta(seconds=30),
    Owner.CHAT: timedelta(seconds=35),
    Owner.WORKFLOW: timedelta(seconds=60),
    Owner.REVIEWER: timedelta(seconds=60),
}
# A look at a review asks Step Functions too, and hundreds may wait for days.
REVIEW_SEEN = timedelta(minutes=10)


def owner_of(case: Case) -> Owner:
    """The owner by what the case says; whether the owner is alive is for the sweeper to see."""
    if case.closed_at is not None:
        return Owner.NOBODY
    if case.due is not None:
        return Owner.OUTBOX
    if case.status is Status.CONFIRM:
        return Owner.CUSTOMER
    if case.working:
        return Owner.WORKFLOW
    if case.status is None:
        return Owner.CUSTOMER if case.channel is Channel.CLAIM else Owner.CHAT  # a claim waits for its photos
    return Owner.REVIEWER


def look_at(case: Case, written: datetime) -> datetime | None:
    """When to look whether its owner has moved the case on; None if no process of ours must."""
    patience = PATIENCE.get(owner_of(case))
    return written + patience if patience else None
