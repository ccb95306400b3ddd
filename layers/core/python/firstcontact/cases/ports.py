"""What cases need from outside: their stores."""

from collections.abc import Iterator
from typing import Protocol

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Conversation, Heading, Message
from firstcontact.cases.outcome import Outcome


class CaseStore(Protocol):
    """Where cases live."""

    def get(self, case_id: str) -> Case:
        """The case; ``NotFound`` if there is none."""

    def put(self, case: Case) -> Case:
        """Write it if nobody else did since it was read; returns it with its next version."""


class ConversationStore(Protocol):
    """Where conversations live; ``CaseTransaction`` opens them."""

    def get(self, conversation_id: str) -> Conversation:
        """The whole conversation; ``NotFound`` if there is none."""

    def put(self, conversation_id: str, message: Message) -> None:
        """Add a message, or replace the one with the same id."""

    def of_customer(self, customer_id: str, *, limit: int = 20) -> list[Heading]:
        """The customer's latest conversations, newest first."""


class CaseTransaction(Protocol):
    """Writes what belongs together at once: all of it, or nothing."""

    def write(self, case: Case, *said: Message, opens: Heading | None = None, outcome: Outcome | None = None) -> Case:
        """Keep a case as ``CaseStore`` does, with turns of its conversation and how it stands.

        ``opens`` starts the conversation, which then belongs to the case's customer. Returns the case with its
        next version.
        """


class OutcomeStore(Protocol):
    """How each case ended."""

    def put(self, outcome: Outcome) -> None:
        """Keep the latest outcome of a case."""

    def all(self) -> Iterator[Outcome]: ...
