"""Tickets from the help desk: decides which events start a case."""

from firstcontact.cases.case import Case, Channel
from firstcontact.channels.ticket_event import TicketEvent
from firstcontact.identity.records import VALUED
from firstcontact.record import new_id, now


def is_from_customer(event: TicketEvent, own_author_id: str) -> bool:
    """Whether a customer wrote the comment; comments by us or by other agents never start a case."""
    return event.author_role == "end-user" and event.author_id != own_author_id


def event_key(event: TicketEvent) -> str:
    """The idempotency key of an event; built from signed data only, never from headers."""
    return f"zendesk:{event.ticket_id}:{event.comment_id}"


def case_from_event(event: TicketEvent, case_id: str) -> Case:
    """Create the case of a ticket event.

    An e-mail address does not authenticate anybody: the case has no customer, so it cannot take actions. A shop
    marks valued customers with a tag: the help desk copies the tags of users and organisations to their tickets.
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
