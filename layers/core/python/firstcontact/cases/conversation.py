"""A conversation, as shown to its customer."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints

from firstcontact.knowledge.records import Source
from firstcontact.record import Instant, Record

MAX_MESSAGE_BYTES = 8192
PAGE_SIZE = 100  # messages
Rating = Literal["up", "down"]
ConversationId = Annotated[str, StringConstraints(pattern=r"^conv_[0-9A-HJKMNP-TV-Z]{26}$")]


class Status(StrEnum):
    """The status of a reply; its values are part of the API."""

    ANSWERED = "answered"
    ACTED = "acted"
    CONFIRM = "confirm"
    ASKED = "asked"
    IN_REVIEW = "in_review"
    REFUSED = "refused"

    @property
    def final(self) -> bool:
        """Whether the reply will not change any more unless the customer writes again."""
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
    feedback: Rating | None = None


class Heading(Record):
    """A conversation in a list: the start of its first message and when it was opened."""

    conversation_id: str
    title: str
    opened_at: Instant


class HeadingList(Record):
    """A customer's conversations, newest first."""

    conversations: tuple[Heading, ...]


class Feedback(Record):
    """A customer's thumbs up or down."""

    feedback: Rating


class Conversation(Record):
    """Messages between one customer and the shop, oldest first; ``more``: there are earlier ones."""

    conversation_id: str
    customer_id: str
    messages: tuple[Message, ...] = ()
    more: bool = False


class NewMessage(Record):
    """A message that a customer sends."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    conversation_id: ConversationId | None = None


class Reply(Record):
    """The immediate response to a customer's message; a reply released later is added to the conversation."""

    conversation_id: str
    case_id: str
    status: Status
    reply: str
    sources: tuple[Source, ...] = ()
    confidence: float | None = None
