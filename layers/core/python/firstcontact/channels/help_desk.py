"""Tickets from the help desk: which events start a case."""

from firstcontact.cases.case import Case, Channel
from firstcontact.channels.ticket_event import TicketEvent
from firstcontact.identity.records import VALUED
from firstcontact.record import new_id, now


def is_from_customer(event: TicketEvent, own_author_id: str) -> bool:
    """Only what a customer wrote; our own comments, and any other agent's, never trigger us."""
    return event.author_role == "end-user" and event.author_id != own_author_id


def event_key(event: TicketEvent) -> str:
    """What makes a repeat of the same event the same: signed data only, never a header."""
    return f"zendesk:{event.ticket_id}:{event.comment_id}"


def case_from_event(event: TicketEvent, case_id: str) -> Case:
    """The case of a ticket event. An e-mail address proves nobody: the case has no customer, so it cannot act.

    A shop marks those it values with a tag: the help desk gives the tags of users and organisations to their tickets.
    """
    return Case(
        case_id=case_id,
        conversation_id=new_id("conv"),
        channel=Channel.ZENDESK,
        message_id=new_id("msg"),
        question=event.comment,
        created_at=now(),
        ticket_id=event.ticket_id,
        valued=VALUED in event.tags.split(),
    )
