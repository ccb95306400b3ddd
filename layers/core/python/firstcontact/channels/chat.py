"""The fast path: one message of a signed-in customer in a conversation of their own."""

import time
from collections.abc import Callable

from firstcontact.actions.confirmation import answer_to_confirmation
from firstcontact.cases import transitions
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Conversation, Heading, Message, NewMessage, Status
from firstcontact.cases.outcomes import outcome_of
from firstcontact.cases.steps import EntryPoint, Next, StepResult
from firstcontact.channels.ports import ChatServices
from firstcontact.errors import NotFound
from firstcontact.identity.records import Customer
from firstcontact.record import id_after, new_id, now
from firstcontact.resolution.act import confirm_action
from firstcontact.resolution.pipeline import STEPS, run_pipeline
from firstcontact.text.follow_ups import is_follow_up

MAX_TITLE_CHARS = 60  # characters of the first message that name a conversation
POLL_SECONDS = 0.1  # seconds
OnStatus = Callable[[str, Case], None]


def own_conversation(conversation_id: str, customer_id: str, services: ChatServices) -> Conversation:
    """The customer's conversation; somebody else's looks exactly like an unknown one."""
    conversation = services.conversations.get(conversation_id)
    if conversation.customer_id != customer_id:
        raise NotFound("there is no such conversation", code="conversation_not_found")
    return conversation


def receive_message(new: NewMessage, customer: Customer, services: ChatServices, on_status: OnStatus) -> Case:
    """Take a message, keep it, and bring its case as far as it goes now; what is left goes the durable path."""
    conversation, heading = _conversation(new, customer.customer_id, services)
    pending = _pending(conversation, services)
    answer = answer_to_confirmation(new.text) if pending else None
    if pending is not None and answer is not None:
        return _confirmed(pending, new, answer, services, on_status)
    said = new_id("msg")
    case = Case(
        case_id=new_id("case"),
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
    case = services.journal.write(case, _turn(said, case, new), opens=heading)
    on_status("received", case)
    return _settle(run_pipeline(case, services, lambda stage: on_status(stage, case)), services)


def _said_before(conversation: Conversation) -> str:
    """The customer's last message that stands on its own, else their last; "" where nothing was said yet."""
    said = [one.text for one in reversed(conversation.messages) if one.role == "customer"]
    return next((text for text in said if not is_follow_up(text)), said[0] if said else "")


def _conversation(new: NewMessage, customer_id: str, services: ChatServices) -> tuple[Conversation, Heading | None]:
    """The conversation a message belongs to, and the heading it gets if the message opens it."""
    if new.conversation_id is not None:
        return own_conversation(new.conversation_id, customer_id, services), None
    heading = Heading(conversation_id=new_id("conv"), title=new.text[:MAX_TITLE_CHARS], opened_at=now())
    return Conversation(conversation_id=heading.conversation_id, customer_id=customer_id), heading


def _turn(message_id: str, case: Case, new: NewMessage) -> Message:
    return Message(message_id=message_id, case_id=case.case_id, role="customer", text=new.text, at=now())


def _pending(conversation: Conversation, services: ChatServices) -> Case | None:
    """The case whose action waits for this customer's yes: only ever the last thing that was said."""
    last = conversation.messages[-1] if conversation.messages else None
    if last is None or last.status is not Status.CONFIRM:
        return None
    case = services.cases.get(last.case_id)
    return case if case.status is Status.CONFIRM else None


def _confirmed(case: Case, new: NewMessage, yes: bool, services: ChatServices, on_status: OnStatus) -> Case:
    said = new_id("msg")
    turn = _turn(said, case, new)
    case = case.model_copy(update={"message_id": id_after(said, "msg")})
    moved = confirm_action(case, yes, services.shop)
    if moved.next is not Next.ACT:
        return _settle(moved, services, turn)
    on_status("acting", case)
    return _hand_over(transitions.working(case, services.shop), EntryPoint.ACTION, services, turn)


def _hand_over(case: Case, begin: EntryPoint, services: ChatServices, *said: Message) -> Case:
    """To the durable path: the case and its place in the conversation are kept before it starts."""
    case = _write(case, services, *said)
    services.workflow.start(case.case_id, begin)
    return case


def _write(case: Case, services: ChatServices, *said: Message) -> Case:
    return services.journal.write(case, *said, transitions.reply_message(case), outcome=outcome_of(case))


def wait_for_result(case: Case, until: float, services: ChatServices) -> Case:
    """Wait, up to a moment of the monotonic clock, for the durable path; a person is not waited for."""
    while case.working and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
        case = services.cases.get(case.case_id)
    return case


def _settle(moved: StepResult, services: ChatServices, *said: Message) -> Case:
    """Close what is done, keep what waits for a yes, and hand the rest to a person."""
    case = moved.case
    if moved.next is Next.PERSON:
        return _hand_over(transitions.waiting(case, moved.reason, services.shop), EntryPoint.REVIEW, services, *said)
    if moved.next in STEPS:
        return _hand_over(transitions.working(case, services.shop), EntryPoint.GUARD, services, *said)
    if moved.next is Next.SEND:
        case = case.model_copy(update={"closed_at": now()})
    return _write(case, services, *said)
