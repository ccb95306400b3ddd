"""Sends a case's result to its customer: to the conversation, open chat windows, the ticket or the claim."""

from contextlib import suppress
from typing import Any

from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.transitions import reply_message
from firstcontact.channels.ports import DeliveryServices
from firstcontact.claims.lifecycle import decide_claim
from firstcontact.errors import Unavailable
from firstcontact.record import now


def reply_event(case: Case) -> dict[str, Any]:
    """The case's reply as an event for open chat windows."""
    reply = case.reply().model_dump(mode="json")
    kind = "handover" if reply["status"] == Status.IN_REVIEW else "reply"
    return {"type": kind, "message_id": case.message_id, **reply}


def deliver(case: Case, services: DeliveryServices) -> Case:
    """Send the result on the case's channel; returns the case, closed unless the customer must confirm an action."""
    closed_at = None if case.status is Status.CONFIRM else now()
    case = case.model_copy(update={"closed_at": closed_at, "working": False, "due": None})
    if case.channel is Channel.ZENDESK:
        if case.ticket_id:  # without a ticket, a person answered in the help desk
            services.help_desk.reply(case.ticket_id, case.text, case_id=case.case_id)
    elif case.channel is Channel.CLAIM:
        decide_claim(case, services.claims)
    else:
        push(case, services)
    return services.cases.put(case)


def push(case: Case, services: DeliveryServices) -> None:
    """Write the case's reply into its conversation and send it to every window that follows it.

    A window that cannot be reached now reads the reply when it connects again; the socket has logged it.
    """
    services.conversations.put(case.conversation_id, reply_message(case))
    for connection_id in services.connections.following(case.conversation_id):
        with suppress(Unavailable):
            if not services.socket.send(connection_id, reply_event(case)):
                services.connections.closed(connection_id)
