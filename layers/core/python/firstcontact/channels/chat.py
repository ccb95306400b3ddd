"""The chat channel: handles one message of a signed-in customer within their conversation."""

import time
from collections.abc import Callable

from firstcontact.actions.confirmation import answer_to_confirmation, is_bare_answer
from firstcontact.cases import transitions
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Conversation, Heading, Message, NewMessage, Status
from firstcontact.cases.due import EntryPoint
from firstcontact.cases.outcomes import outcome_of
from firstcontact.cases.steps import NextStep, StepResult
from firstcontact.channels.ports import ChatServices
from firstcontact.errors import Conflict, NotFound
from firstcontact.identity.records import Customer
from firstcontact.record import id_after, new_id, now
from firstcontact.resolution.act import confirm_action
from firstcontact.resolution.pipeline import STEPS, run_pipeline
from firstcontact.text.follow_ups import is_follow_up

MAX_TITLE_CHARS = 60  # maximum length of a conversation's title, taken from its first message
POLL_SECONDS = 0.1
OnStatus = Callable[[str, Case], None]


def own_conversation(
    conversation_id: str, customer_id: str, services: ChatServices, *, before: str = ""
) -> Conversation:
    """The customer's conversation, as ``ConversationStore.get`` returns it.

    Raises the same ``NotFound`` for another customer's as for an unknown one.
    """
    conversation = services.conversations.get(conversation_id, before=before)
    if conversation.customer_id != customer_id:
        raise NotFound("there is no such conversation", code="conversation_not_found")
    return conversation


def receive_message(
    new: NewMessage, customer: Customer, services: ChatServices, on_status: OnStatus, case_id: str = ""
) -> Case:
    """Store a message and run its case as far as possible now; the workflow or a person does the rest.

    With ``case_id``, the message becomes this case; if it has become it before, that is not repeated.
    """
    if case_id and (known := find_case(case_id, services)):
        return known
    conversation, heading = _conversation(new, customer.customer_id, services)
    before, answer = _answerable(conversation, services), answer_to_confirmation(new.text)
    if before is not None and before.status is Status.CONFIRM and answer is not None:
        return _answer(before, new, answer, services, on_status)
    if before is not None and is_bare_answer(new.text):
        return _said_again(before, new, services, on_status)
    said = new_id("msg")
    case = Case(
        case_id=case_id or new_id("case"),
        conversation_id=conversation.conversation_id,
        channel=Channel.CHAT,
        message_id=id_after(said, "msg"),
        question=new.text,
        before=_said_before(conversation) if is_follow_up(new.text) else "",
        created_at=now(),
        customer_id=customer.customer_id,
        valued=customer.valued,
        groups=customer.groups,
    )
    case = services.case_transaction.write(case, _turn(said, case, new), opens=heading)
    on_status("received", case)
    return _settle(run_pipeline(case, services, lambda stage: on_status(stage, case)), services)


def find_case(case_id: str, services: ChatServices) -> Case | None:
    """The case of a message; None before the message is stored."""
    try:
        return services.cases.get(case_id)
    except NotFound:
        return None


def _said_before(conversation: Conversation) -> str:
    """The customer's latest message that is not a follow-up, or their latest if all are; "" if there is none."""
    said = [one.text for one in reversed(conversation.messages) if one.role == "customer"]
    return next((text for text in said if not is_follow_up(text)), said[0] if said else "")


def _conversation(new: NewMessage, customer_id: str, services: ChatServices) -> tuple[Conversation, Heading | None]:
    """The conversation of a message, and its heading if the message starts a new conversation."""
    if new.conversation_id is not None:
        return own_conversation(new.conversation_id, customer_id, services), None
    heading = Heading(conversation_id=new_id("conv"), title=new.text[:MAX_TITLE_CHARS], opened_at=now())
    return Conversation(conversation_id=heading.conversation_id, customer_id=customer_id), heading


def _turn(message_id: str, case: Case, new: NewMessage) -> Message:
    return Message(message_id=message_id, case_id=case.case_id, role="customer", text=new.text, at=now())


def _answerable(conversation: Conversation, services: ChatServices) -> Case | None:
    """The case that a yes or no is about: the last one, if it asks for it, waits, or has acted on one before."""
    last = conversation.messages[-1] if conversation.messages else None
    if last is None or last.status not in (Status.CONFIRM, Status.IN_REVIEW, Status.ACTED, None):
        return None
    case = services.cases.get(last.case_id)
    return case if case.status in (Status.CONFIRM, Status.IN_REVIEW, Status.ACTED) else None


def _answer(case: Case, new: NewMessage, yes: bool, services: ChatServices, on_status: OnStatus) -> Case:
    try:
        return _confirmed(case, new, yes, services, on_status)
    except Conflict:  # the answer has arrived twice, at the same moment
        return _said_again(services.cases.get(case.case_id), new, services, on_status)


def _said_again(case: Case, new: NewMessage, services: ChatServices, on_status: OnStatus) -> Case:
    """Add a repeated answer to the conversation; it changes nothing and gets the case's reply as it is now."""
    on_status("received", case)
    services.conversations.put(case.conversation_id, _turn(new_id("msg"), case, new))
    return case


def _confirmed(case: Case, new: NewMessage, yes: bool, services: ChatServices, on_status: OnStatus) -> Case:
    said = new_id("msg")
    turn = _turn(said, case, new)
    case = case.model_copy(update={"message_id": id_after(said, "msg")})
    on_status("received", case)
    moved = confirm_action(case, yes, services.shop)
    if moved.next is not NextStep.ACT:
        return _settle(moved, services, turn)
    on_status("acting", case)
    return _hand_over(transitions.working(case, services.shop), EntryPoint.ACTION, services, turn)


def _hand_over(case: Case, begin: EntryPoint, services: ChatServices, *said: Message) -> Case:
    """Store the case with its reply message, and with it that the workflow is due to continue it."""
    return _write(transitions.handed_over(case, begin), services, *said)


def _write(case: Case, services: ChatServices, *said: Message) -> Case:
    return services.case_transaction.write(case, *said, transitions.reply_message(case), outcome=outcome_of(case))


def wait_for_result(case: Case, until: float, services: ChatServices) -> Case:
    """Poll until the workflow has a result or ``until`` (monotonic clock) passes; does not wait for a person."""
    while case.working and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
        case = services.cases.get(case.case_id)
    return case


def _settle(moved: StepResult, services: ChatServices, *said: Message) -> Case:
    """Close a finished case, keep one that awaits confirmation, and hand over all others."""
    case = moved.case
    if moved.next is NextStep.PERSON:
        return _hand_over(transitions.waiting(case, moved.reason, services.shop), EntryPoint.REVIEW, services, *said)
    if moved.next in STEPS:
        return _hand_over(transitions.working(case, services.shop), EntryPoint.GUARD, services, *said)
    if moved.next is NextStep.SEND:
        case = case.model_copy(update={"closed_at": now()})
    return _write(case, services, *said)
