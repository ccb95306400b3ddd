"""Sends a case's result to its customer: conversation, open chat window, ticket or claim."""

from typing import Any

from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.transitions import reply_message
from firstcontact.channels.ports import DeliveryServices
from firstcontact.claims.lifecycle import decide_claim
from firstcontact.record import now


def reply_event(case: Case) -> dict[str, Any]:
    """The case's reply as the event an open chat window gets."""
    reply = case.reply().model_dump(mode="json")
    kind = "handover" if reply["status"] == Status.IN_REVIEW else "reply"
    return {"type": kind, "message_id": case.message_id, **reply}


def deliver(case: Case, services: DeliveryServices) -> Case:
    """Send a final result, on the case's own channel; returns the case, closed."""
    case = case.model_copy(update={"closed_at": now(), "working": False})
    if case.channel is Channel.ZENDESK:
        services.ticketing.reply(str(case.ticket_id), case.text, case_id=case.case_id)
    elif case.channel is Channel.CLAIM:
        decide_claim(case, services.claims)
    else:
        push(case, services)
    return services.cases.put(case)


def push(case: Case, services: DeliveryServices) -> None:
    """Write the case's reply into its conversation and to every window that follows it."""
    services.conversations.put(case.conversation_id, reply_message(case))
    for connection_id in services.connections.following(case.conversation_id):
        if not services.socket.send(connection_id, reply_event(case)):
            services.connections.closed(connection_id)
