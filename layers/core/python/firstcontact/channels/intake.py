"""Intake of ticket events: the raw body is stored first, then read and turned into a case.

Each step after the first can be repeated: an event that was stored stays pending until its case was started, and the
poller finishes those that were left behind. Which case a comment becomes is decided once, by the first to ask.

Order: an event that is older (``updated_at``) than the newest one taken for the same comment is dropped. Events of
different comments are never compared: a comment that arrives late is still a case, because nothing that a customer
wrote may be lost. Where a time is missing or unreadable, nothing is dropped.
"""

from contextlib import suppress
from enum import StrEnum

from firstcontact.cases.conversation import Status
from firstcontact.cases.due import EntryPoint
from firstcontact.cases.transitions import handed_over
from firstcontact.channels.help_desk import case_from_event, event_key, is_from_staff
from firstcontact.channels.ports import CommentCase, IntakeServices
from firstcontact.channels.ticket_event import TicketEvent, read_event
from firstcontact.errors import Conflict
from firstcontact.record import Record, new_id


class Outcome(StrEnum):
    """What became of an event."""

    TAKEN = "taken"
    STALE = "stale"  # a newer event of the same comment was taken before
    IGNORED = "ignored"  # written by us or by another agent


class Taken(Record):
    """The outcome of an event, and the case of its comment unless it was ignored."""

    outcome: Outcome
    case_id: str | None = None


def receive_event(body: bytes, services: IntakeServices) -> Taken:
    """Store an event and turn it into a case."""
    return finish_event(services.intake.keep(body), body, services)


def finish_event(key: str, body: bytes, services: IntakeServices) -> Taken:
    """Turn a stored event into a case; repeating it returns the same case and starts nothing twice.

    Whatever raises leaves the event pending.
    """
    event = read_event(body)
    taken = Taken(outcome=Outcome.IGNORED) if _is_ours(event, services) else _open(event, key, services)
    services.intake.settle(key)
    return taken


def _is_ours(event: TicketEvent, services: IntakeServices) -> bool:
    """Whether we or another agent wrote it; the help desk is asked who we are only if the role does not tell."""
    if is_from_staff(event) or not event.author_id:
        return is_from_staff(event)
    return event.author_id == services.help_desk.own_author_id()


def _open(event: TicketEvent, key: str, services: IntakeServices) -> Taken:
    bound = services.tickets.bind(
        event_key(event, key), CommentCase(case_id=new_id("case"), updated_at=event.updated_at)
    )
    if bound.updated_at and event.updated_at and event.updated_at < bound.updated_at:
        return Taken(outcome=Outcome.STALE, case_id=bound.case_id)
    case = case_from_event(event, bound.case_id, key)
    begin = EntryPoint.REVIEW if case.status is Status.IN_REVIEW else EntryPoint.GUARD
    with suppress(Conflict):  # an earlier attempt has stored it
        services.cases.put(handed_over(case, begin))
    return Taken(outcome=Outcome.TAKEN, case_id=case.case_id)
