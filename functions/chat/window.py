"""The WebSocket of the chat: sends status updates and the checked reply by sentences; supports resuming."""

import json
from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import Annotated, Any, Literal

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Conversation, ConversationId, NewMessage, Status
from firstcontact.channels import delivery
from firstcontact.channels.chat import own_conversation, receive_message
from firstcontact.drafting.prompt import split_sentences
from firstcontact.entrypoints.invocation import Event
from firstcontact.errors import Unauthenticated, Unavailable
from firstcontact.identity.records import Customer
from firstcontact.record import Record
from firstcontact.services import Services
from firstcontact.telemetry import logger
from pydantic import Field, RootModel

MAX_RESUMED_BYTES = 100_000  # API Gateway closes a connection on a frame of more than 128 KiB


class Say(NewMessage):
    """A message typed into the chat window."""

    action: Literal["message"]


class Resume(Record):
    """Requests the messages of a conversation after a reconnect."""

    action: Literal["resume"]
    conversation_id: ConversationId


class Frame(RootModel[Annotated[Say | Resume, Field(discriminator="action")]]):
    """Any frame that a window may send."""


def connect(event: Event, services: Services) -> None:
    """Store the customer of a new connection, as identified by the authorizer."""
    found = event["requestContext"].get("authorizer") or {}
    if not found.get("customer_id"):
        raise Unauthenticated("this connection has no customer")
    # API Gateway passes the authorizer's values as strings.
    customer = Customer(
        customer_id=found["customer_id"],
        valued=str(found.get("valued")).lower() == "true",
        groups=tuple(str(found.get("groups") or "").split()),
    )
    services.connections.opened(event["requestContext"]["connectionId"], customer)


def disconnect(event: Event, services: Services) -> None:
    """Remove the connection."""
    services.connections.closed(event["requestContext"]["connectionId"])


def receive(event: Event, services: Services, body: str) -> None:
    """Handle one frame from a window: a message or a resume."""
    connection_id = event["requestContext"]["connectionId"]
    customer = services.connections.customer(connection_id)
    frame = Frame.model_validate_json(body).root
    if isinstance(frame, Resume):
        conversation = own_conversation(frame.conversation_id, customer.customer_id, services)
        services.connections.follow(connection_id, frame.conversation_id)
        services.socket.send(connection_id, {"type": "resumed", **_within_a_frame(conversation)})
        return
    _converse(frame, connection_id, customer, services)


def _within_a_frame(conversation: Conversation) -> dict[str, Any]:
    """The latest messages that fit into one frame; the window asks for earlier ones over REST."""
    said = conversation.model_dump(mode="json", include={"conversation_id", "messages", "more"})
    sizes = accumulate(
        len(json.dumps(message, ensure_ascii=False).encode()) for message in reversed(said["messages"])
    )
    kept = sum(size <= MAX_RESUMED_BYTES for size in sizes)
    left_out = len(said["messages"]) - kept
    return {**said, "messages": said["messages"][left_out:], "more": said["more"] or left_out > 0}


def _converse(frame: Say, connection_id: str, customer: Customer, services: Services) -> None:
    gone = False

    def tell(stage: str, case: Case) -> None:
        nonlocal gone
        services.meter.concerns(case.case_id)
        if stage == "received":
            services.connections.follow(connection_id, case.conversation_id)
        ids = {"conversation_id": case.conversation_id, "case_id": case.case_id}
        try:
            gone = gone or not services.socket.send(connection_id, {"type": "status", "stage": stage, **ids})
        except Unavailable as error:  # a failed status update must not lose the reply
            logger().warning("status not sent", extra={"code": error.code})

    new = NewMessage(text=frame.text, conversation_id=frame.conversation_id)
    case = receive_message(new, customer, services, tell)
    if gone:
        services.connections.closed(connection_id)  # the reply is stored; a resume returns it
        return
    if case.working:
        return  # the workflow sends the reply to this window when it is ready
    if case.status is Status.ANSWERED:
        for n, text in enumerate(split_sentences(case.text), start=1):
            sentence = {"type": "sentence", "n": n, "text": text, "case_id": case.case_id}
            if not services.socket.send(connection_id, sentence):
                return
    services.socket.send(connection_id, delivery.reply_event(case))


routes: Mapping[str, Callable[..., None]] = {"$connect": connect, "$disconnect": disconnect, "$default": receive}
