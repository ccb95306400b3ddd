"""How a case changes state."""

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Message, Status
from firstcontact.record import now


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
