"""The ports of cases: their stores."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import PAGE_SIZE, Conversation, Heading, Message, Rating
from firstcontact.cases.outcome import Outcome


class CaseStore(Protocol):
    """Stores cases."""

    def get(self, case_id: str) -> Case:
        """The case; raises ``NotFound`` if it does not exist."""

    def put(self, case: Case) -> Case:
        """Write the case if nobody has changed it since it was read; returns it with its next version."""

    def overdue(self, now: datetime, *, limit: int = 100) -> list[str]:
        """The ids of cases whose owner should have moved them on by now (see ``ownership.look_at``), oldest first."""

    def postpone(self, case: Case, until: datetime) -> None:
        """Look at the case again later, unless it was changed meanwhile; does not count as a change."""


class ConversationStore(Protocol):
    """Stores conversations; ``CaseTransaction`` creates them."""

    def get(self, conversation_id: str, *, limit: int = PAGE_SIZE, before: str = "") -> Conversation:
        """The latest messages, or the latest ones before that message; ``NotFound`` if there is no conversation."""

    def put(self, conversation_id: str, message: Message) -> None:
        """Add a message, or replace the one with the same id, with its rating."""

    def rate(self, conversation_id: str, message_id: str, rating: Rating) -> None:
        """Add a rating to a message as it is now; ``NotFound`` if there is no such message."""

    def of_customer(self, customer_id: str, *, limit: int = 20) -> list[Heading]:
        """The customer's latest conversations, newest first."""


class CaseTransaction(Protocol):
    """Writes a case, its messages and its outcome in one transaction."""

    def write(self, case: Case, *said: Message, opens: Heading | None = None, outcome: Outcome | None = None) -> Case:
        """Write the case as ``CaseStore.put`` does, together with new messages and its outcome.

        ``opens`` creates the conversation and makes the case's customer its owner. Returns the case with its next
        version.
        """


class OutcomeStore(Protocol):
    """Stores the outcome of each case."""

    def put(self, outcome: Outcome) -> None:
        """Store the latest outcome of a case."""

    def all(self) -> Iterator[Outcome]: ...
