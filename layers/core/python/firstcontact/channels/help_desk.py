"""Tickets from the help desk: decides which events start a case, and how it begins."""

from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.channels.ticket_event import STAFF, TicketEvent
from firstcontact.identity.records import VALUED
from firstcontact.record import new_id, now

UNREADABLE = "the ticket event could not be read"


def is_from_staff(event: TicketEvent) -> bool:
    """Whether an agent wrote the comment; an author whose role is unknown may be a customer."""
    return event.author_role in STAFF


def event_key(event: TicketEvent, intake_key: str) -> str:
    """What makes two events the same: ticket and comment, or all of it if it does not name them.

    Built from signed data only, never from headers.
    """
    if event.ticket_id and event.comment_id:
        return f"zendesk:{event.ticket_id}:{event.comment_id}"
    return f"zendesk:raw:{intake_key}"


def case_from_event(event: TicketEvent, case_id: str, intake_key: str) -> Case:
    """Create the case of a ticket event; one that could not be read waits for a person from the start.

    An e-mail address does not authenticate anybody: the case has no customer, so it cannot take actions. A shop
    marks valued customers with a tag: the help desk copies the tags of users and organisations to their tickets.
    """
    # Our own comments are recognised by their author. Where no author is named, a note of ours on the ticket could
    # cause the next such event without end, so the case is not linked to the ticket.
    is_linked = bool(event.ticket_id and event.author_id)
    return Case(
        case_id=case_id,
        conversation_id=new_id("conv"),
        channel=Channel.ZENDESK,
        message_id=new_id("msg"),
        question=event.text,
        created_at=now(),
        ticket_id=event.ticket_id if is_linked else None,
        valued=VALUED in event.tags,
        intake_key=intake_key,
        status=Status.IN_REVIEW if event.problem else None,
        working=not event.problem,
        reason=_reason(event, is_linked),
    )


def _reason(event: TicketEvent, is_linked: bool) -> str:
    if not event.problem:
        return ""
    return f"{UNREADABLE}: {event.problem}" + ("" if is_linked else "; look in the help desk whether it was answered")
