"""Bringing a case's result to its customer: into the conversation, an open chat window, a ticket or a claim."""

from typing import Any

from firstcontact.means import DeliveryServices
from firstcontact.model.case import Case, Channel
from firstcontact.model.claim import ClaimState
from firstcontact.model.conversation import Message, Status
from firstcontact.model.fact import now


def waiting(case: Case, reason: str) -> Case:
    """The case as it waits for a person."""
    return case.model_copy(update={"status": Status.IN_REVIEW, "reason": reason, "working": False})


def working(case: Case) -> Case:
    """The case as the durable path works on it."""
    return case.model_copy(update={"status": Status.IN_REVIEW, "working": True})


def reply_message(case: Case) -> Message:
    """The case's reply as a turn of its conversation."""
    reply = case.reply()
    return Message(
        message_id=case.message_id,
        case_id=case.case_id,
        role="assistant",
        text=reply.reply,
        at=now(),
        status=reply.status,
        sources=reply.sources,
        confidence=reply.confidence,
    )


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
        _decide_claim(case, services)
    else:
        push(case, services)
    return services.cases.put(case)


def push(case: Case, services: DeliveryServices) -> None:
    """Write the case's reply into its conversation and to every window that follows it."""
    services.conversations.put(case.conversation_id, reply_message(case))
    for connection_id in services.connections.following(case.conversation_id):
        if not services.socket.send(connection_id, reply_event(case)):
            services.connections.closed(connection_id)


def _decide_claim(case: Case, services: DeliveryServices) -> None:
    claim = services.claims.get(str(case.claim_id))
    decision = "rejected" if case.status is Status.REFUSED else "approved"
    decided = {"state": ClaimState.DECIDED, "decision": decision, "decision_text": case.text}
    services.claims.put(claim.model_copy(update=decided))
