"""The ports of cases: their stores."""

from collections.abc import Iterator
from typing import Protocol

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Conversation, Heading, Message
from firstcontact.cases.outcome import Outcome


class CaseStore(Protocol):
    """Stores cases."""

    def get(self, case_id: str) -> Case:
        """The case; raises ``NotFound`` if it does not exist."""

    def put(self, case: Case) -> Case:
        """Write the case if nobody has changed it since it was read; returns it with its next version."""


class ConversationStore(Protocol):
    """Stores conversations; ``CaseTransaction`` creates them."""

    def get(self, conversation_id: str) -> Conversation:
        """The whole conversation; raises ``NotFound`` if it does not exist."""

    def put(self, conversation_id: str, message: Message) -> None:
        """Add a message, or replace the one with the same id."""

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
