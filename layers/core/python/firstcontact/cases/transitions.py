"""Transitions of a case between states."""

from datetime import datetime

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Message, Status
from firstcontact.cases.due import Due, EntryPoint, execution_name
from firstcontact.record import now
from firstcontact.shop.office_hours import next_opening
from firstcontact.shop.published import PublishedShop


def waiting(case: Case, reason: str, shop: PublishedShop, at: datetime | None = None) -> Case:
    """The case, set to wait for a person; if the desk is closed at this moment, its notice says when it opens."""
    sentences = shop.sentences
    notice = sentences.say("waiting", case.language)
    if opens := next_opening(shop.profile, at or now()):
        said = sentences.opening(opens, case.language)
        notice = f"{notice} {sentences.say('desk_opens', case.language, opens=said)}"
    update = {"status": Status.IN_REVIEW, "reason": reason, "notice": notice, "working": False, "due": None}
    return case.model_copy(update=update)


def undecided(case: Case) -> Case:
    """The case, set to need a person's decision, whatever was decided before."""
    return case.model_copy(update={"status": Status.IN_REVIEW, "reviewed_by": None})


def working(case: Case, shop: PublishedShop) -> Case:
    """The case, set to be processed by the workflow."""
    notice = shop.sentences.say("working", case.language)
    return case.model_copy(update={"status": Status.IN_REVIEW, "notice": notice, "working": True})


def handed_over(case: Case, begin: EntryPoint) -> Case:
    """The case, due to be continued by the workflow from this point."""
    name = execution_name(case.case_id, begin, case.attempt)
    return case.model_copy(update={"due": Due(begin=begin, attempt=case.attempt), "execution": name})


def taken_over(case: Case, begin: EntryPoint) -> Case:
    """The case, due to be continued by a new run of the workflow in place of the one before."""
    return handed_over(case.model_copy(update={"attempt": case.attempt + 1}), begin)


def reply_message(case: Case) -> Message:
    """The case's reply as a message of its conversation."""
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
