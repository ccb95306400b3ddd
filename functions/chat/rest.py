"""The REST API of the chat: send a message, read conversations, rate a reply."""

import time
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Header
from firstcontact.cases.conversation import Conversation, Feedback, HeadingList, Message, NewMessage, Reply
from firstcontact.channels.chat import own_conversation, receive_message, wait_for_result
from firstcontact.entrypoints.rest import Api
from firstcontact.errors import NotFound
from firstcontact.idempotency import run_once
from firstcontact.identity.claims import require_customer, require_customer_id
from firstcontact.record import Record

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
    services, who, until = app.services, require_customer(app.caller), time.monotonic() + WAIT
    services.budget.shorten(BUDGET)

    def answer() -> Answer:
        case = receive_message(new, who, services, lambda _, case: services.meter.concerns(case.case_id))
        case = wait_for_result(case, until, services)
        return Answer(reply=case.reply(), working=case.working)

    done = run_once(services.idempotency_store, f"message:{who.customer_id}", idempotency_key, new, answer, Answer)
    return done.reply, 202 if done.working else 200


@app.get("/v1/conversations", summary="My conversations, newest first", tags=["chat"])
def list_conversations() -> HeadingList:
    """The latest twenty conversations."""
    return HeadingList(conversations=tuple(app.services.conversations.of_customer(require_customer_id(app.caller))))


@app.get("/v1/conversations/<conversation_id>", summary="One of my conversations", tags=["chat"])
def read_conversation(conversation_id: str) -> Conversation:
    """The messages with their status; a reply released later appears here."""
    return own_conversation(conversation_id, require_customer_id(app.caller), app.services)


@app.post("/v1/conversations/<conversation_id>/messages/<message_id>/feedback", summary="Rate a reply", tags=["chat"])
def rate_message(conversation_id: str, message_id: str, given: Feedback) -> Message:
    """Store the customer's rating of a reply."""
    conversation = own_conversation(conversation_id, require_customer_id(app.caller), app.services)
    rated = next((m for m in conversation.messages if m.message_id == message_id and m.role == "assistant"), None)
    if rated is None:
        raise NotFound("there is no such reply in this conversation", code="message_not_found")
    rated = rated.model_copy(update={"feedback": given.feedback})
    app.services.conversations.put(conversation_id, rated)
    return rated
