"""A conversation as its customer sees it."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints

from firstcontact.knowledge.records import Source
from firstcontact.record import Instant, Record

MAX_MESSAGE_BYTES = 8192
ConversationId = Annotated[str, StringConstraints(pattern=r"^conv_[0-9A-HJKMNP-TV-Z]{26}$")]


class Status(StrEnum):
    """How far the reply to a message has come; the words of the API."""

    ANSWERED = "answered"
    ACTED = "acted"
    CONFIRM = "confirm"
    ASKED = "asked"
    IN_REVIEW = "in_review"
    REFUSED = "refused"

    @property
    def final(self) -> bool:
        """Whether nothing more will come by itself."""
        return self in (Status.ANSWERED, Status.ACTED, Status.ASKED, Status.REFUSED)


class Message(Record):
    """One turn: what a customer wrote, or the reply to it."""

    message_id: str
    case_id: str
    role: Literal["customer", "assistant"]
    text: str
    at: Instant
    status: Status | None = None
    sources: tuple[Source, ...] = ()
    confidence: float | None = None
    feedback: Literal["up", "down"] | None = None


class Heading(Record):
    """A conversation in a list: the start of its first message and when it was opened."""

    conversation_id: str
    title: str
    opened_at: Instant


class HeadingList(Record):
    """A customer's conversations, newest first."""

    conversations: tuple[Heading, ...]


class Feedback(Record):
    """A customer's thumb."""

    feedback: Literal["up", "down"]


class Conversation(Record):
    """The turns between one customer and us, oldest first."""

    conversation_id: str
    customer_id: str
    messages: tuple[Message, ...] = ()


class NewMessage(Record):
    """What a customer sends."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    conversation_id: ConversationId | None = None


class Reply(Record):
    """What a customer gets back at once; a reply released later appears in the conversation."""

    conversation_id: str
    case_id: str
    status: Status
    reply: str
    sources: tuple[Source, ...] = ()
    confidence: float | None = None
