"""The ports of the channels: open sockets, the intake of tickets, and the services that a case needs."""

from datetime import datetime
from typing import Protocol

from firstcontact.cases.ports import CaseStore, CaseTransaction, ConversationStore, OutcomeStore
from firstcontact.claims.ports import ClaimStore
from firstcontact.identity.records import Customer
from firstcontact.record import Instant, Record
from firstcontact.resilience.budget import Budget
from firstcontact.resolution.ports import PipelineServices, Workflow
from firstcontact.shop.published import PublishedShop
from firstcontact.systems.help_desk import Ticketing


class ChatSocket(Protocol):
    """An open chat window."""

    def send(self, connection_id: str, event: dict[str, object]) -> bool:
        """Send one event; False if the client has disconnected."""


class Connections(Protocol):
    """The open sockets, with the customer and the conversation of each."""

    def opened(self, connection_id: str, customer: Customer) -> None: ...

    def customer(self, connection_id: str) -> Customer:
        """The customer of a socket; raises ``NotFound`` if the socket is unknown."""

    def follow(self, connection_id: str, conversation_id: str) -> None: ...

    def following(self, conversation_id: str) -> list[str]: ...

    def closed(self, connection_id: str) -> None: ...


class IntakeStore(Protocol):
    """Stores the raw bodies of events, and which of them are pending: stored, but not yet turned into a case."""

    def keep(self, body: bytes) -> str:
        """Store a body, pending; returns its key, which is the same for the same bytes."""

    def read(self, key: str) -> bytes:
        """A stored body; ``NotFound`` if it was never stored or has expired."""

    def settle(self, key: str) -> None:
        """The body is no longer pending; it stays stored until it expires."""

    def pending(self, before: datetime, *, limit: int = 500) -> list[str]:
        """The keys of bodies that were stored before this time and are still pending, oldest first."""


class CommentCase(Record):
    """The case that a comment became; ``updated_at`` is the time of the newest event that was taken for it."""

    case_id: str
    updated_at: Instant | None = None


class PollingState(Record):
    """How far the help desk has been polled: the position in its changes, and the oldest comments that may be new."""

    cursor: str = ""
    since: Instant
    version: int = 0


class TicketLedger(Protocol):
    """Remembers which case each comment became, and how far the help desk has been polled."""

    def case_of(self, key: str) -> CommentCase | None:
        """The case of a comment, by the key of its events."""

    def bind(self, key: str, wanted: CommentCase) -> CommentCase:
        """Bind a comment to a case: the first caller's for good. Returns it, with the newest time known so far."""

    def polled(self) -> PollingState | None:
        """How far the help desk has been polled; None if it never was."""

    def advance(self, state: PollingState) -> PollingState:
        """Write the state if nobody has changed it since it was read; returns it with its next version."""


class DeliveryServices(Protocol):
    """The services that deliver a result to the customer on any channel."""

    @property
    def shop(self) -> PublishedShop: ...
    @property
    def cases(self) -> CaseStore: ...
    @property
    def conversations(self) -> ConversationStore: ...
    @property
    def claims(self) -> ClaimStore: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def socket(self) -> ChatSocket: ...
    @property
    def help_desk(self) -> Ticketing: ...


class ChatServices(PipelineServices, DeliveryServices, Protocol):
    """Every service that a case may need."""

    @property
    def case_transaction(self) -> CaseTransaction: ...
    @property
    def workflow(self) -> Workflow: ...
    @property
    def outcomes(self) -> OutcomeStore: ...


class IntakeServices(Protocol):
    """The services that turn events of the help desk into cases."""

    @property
    def budget(self) -> Budget: ...
    @property
    def intake(self) -> IntakeStore: ...
    @property
    def tickets(self) -> TicketLedger: ...
    @property
    def cases(self) -> CaseStore: ...
    @property
    def help_desk(self) -> Ticketing: ...
