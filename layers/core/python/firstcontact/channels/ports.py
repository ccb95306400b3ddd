"""The ports of the channels: open sockets, and the services that a case needs."""

from typing import Protocol

from firstcontact.cases.ports import CaseStore, CaseTransaction, ConversationStore, OutcomeStore
from firstcontact.claims.ports import ClaimStore
from firstcontact.identity.records import Customer
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
