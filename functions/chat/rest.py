"""The REST API of the chat: send a message, read conversations, rate a reply."""

import time
from dataclasses import dataclass
from typing import Annotated, ClassVar

from aws_lambda_powertools.event_handler.openapi.params import Header, Query
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Conversation, Feedback, HeadingList, Message, NewMessage, Reply
from firstcontact.channels.chat import find_case, own_conversation, receive_message, wait_for_result
from firstcontact.entrypoints.rest import Api
from firstcontact.errors import NotFound
from firstcontact.idempotency import run_once
from firstcontact.identity.claims import require_customer, require_customer_id
from firstcontact.identity.records import Customer
from firstcontact.record import Record
from firstcontact.services import Services

WAIT = 20.0  # seconds per request; API Gateway times out at 29
BUDGET = 18.0  # seconds for the pipeline; what takes longer is left to the workflow
app = Api("Chat")


class Answer(Record):
    """The result stored for an ``Idempotency-Key``: the reply, and whether the workflow was still running."""

    reply: Reply
    working: bool


@app.post("/v1/messages", summary="Ask a question or answer a request for confirmation", tags=["chat"])
def send_message(
    new: NewMessage, idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=128)] = None
) -> tuple[Reply, int]:
    """Answer 200 with the reply, or 202 if it takes longer; the reply then appears in the conversation."""
    services, who = app.services, require_customer(app.caller)
    services.budget.shorten(BUDGET)
    answering = _Answering(new, who, services, time.monotonic() + WAIT)
    done = run_once(services.idempotency_store, f"message:{who.customer_id}", idempotency_key, new, answering, Answer)
    return done.reply, 202 if done.working else 200


@dataclass(frozen=True)
class _Answering:
    """Implements ``Work``: the answer to one message; the id of the work is that of its case."""

    new: NewMessage
    who: Customer
    services: Services
    until: float
    prefix: ClassVar = "case"

    def do(self, case_id: str) -> Answer:
        services = self.services
        case = receive_message(
            self.new, self.who, services, lambda _, case: services.meter.concerns(case.case_id), case_id
        )
        return self._answer(wait_for_result(case, self.until, services))

    def so_far(self, case_id: str) -> Answer | None:
        case = find_case(case_id, self.services)
        return None if case is None else self._answer(wait_for_result(case, self.until, self.services))

    @staticmethod
    def _answer(case: Case) -> Answer:
        return Answer(reply=case.reply(), working=case.working or case.status is None)


@app.get("/v1/conversations", summary="My conversations, newest first", tags=["chat"])
def list_conversations() -> HeadingList:
    """The latest twenty conversations."""
    return HeadingList(conversations=tuple(app.services.conversations.of_customer(require_customer_id(app.caller))))


@app.get("/v1/conversations/<conversation_id>", summary="One of my conversations", tags=["chat"])
def read_conversation(
    conversation_id: str, before: Annotated[str, Query(max_length=64, description="A message's id")] = ""
) -> Conversation:
    """The latest hundred messages with their status, or those before a message; a later reply appears here."""
    return own_conversation(conversation_id, require_customer_id(app.caller), app.services, before=before)


@app.post("/v1/conversations/<conversation_id>/messages/<message_id>/feedback", summary="Rate a reply", tags=["chat"])
def rate_message(conversation_id: str, message_id: str, given: Feedback) -> Message:
    """Store the customer's rating of a reply."""
    conversation = own_conversation(conversation_id, require_customer_id(app.caller), app.services)
    rated = next((m for m in conversation.messages if m.message_id == message_id and m.role == "assistant"), None)
    if rated is None:
        raise NotFound("there is no such reply in this conversation", code="message_not_found")
    app.services.conversations.rate(conversation_id, message_id, given.feedback)
    return rated.model_copy(update={"feedback": given.feedback})
