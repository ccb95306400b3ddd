"""What the steps of a case may reach: the ports by name, built on first use by ``services``."""

from typing import TYPE_CHECKING, Protocol

from firstcontact import ports

if TYPE_CHECKING:
    from firstcontact.gate import Calibration
    from firstcontact.routing import Policy


class ActionServices(Protocol):
    """The systems of record that actions read and write."""

    @property
    def orders(self) -> ports.Orders: ...
    @property
    def carrier(self) -> ports.Carrier: ...
    @property
    def payments(self) -> ports.Payments: ...
    @property
    def ledger(self) -> ports.IdempotencyStore: ...


class PipelineServices(Protocol):
    """What finds and judges an answer."""

    @property
    def switch(self) -> ports.HandoffSwitch: ...
    @property
    def policy(self) -> "Policy": ...
    @property
    def router(self) -> ports.IntentModel: ...
    @property
    def languages(self) -> ports.LanguageDetector: ...
    @property
    def encoder(self) -> ports.Encoder: ...
    @property
    def index(self) -> ports.KnowledgeIndex: ...
    @property
    def drafter(self) -> ports.Drafter: ...
    @property
    def calibration(self) -> "Calibration": ...


class DeliveryServices(Protocol):
    """What brings a result to the customer, on whichever channel."""

    @property
    def cases(self) -> ports.CaseStore: ...
    @property
    def conversations(self) -> ports.ConversationStore: ...
    @property
    def claims(self) -> ports.ClaimStore: ...
    @property
    def connections(self) -> ports.Connections: ...
    @property
    def socket(self) -> ports.ChatSocket: ...
    @property
    def ticketing(self) -> ports.Ticketing: ...


class ChatServices(ActionServices, PipelineServices, DeliveryServices, Protocol):
    """Everything a case may need."""

    @property
    def journal(self) -> ports.CaseTransaction: ...
    @property
    def workflow(self) -> ports.Workflow: ...
    @property
    def outcomes(self) -> ports.OutcomeStore: ...
