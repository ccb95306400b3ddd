"""The protocol of an action: plan it from the systems of record, then perform it once.

Order, amount and payee come from the system of record and the authenticated customer. The customer's text only
selects one of their own orders, and text written by a model is never read here.
"""

from typing import Protocol

from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Question, Receipt


class Action(Protocol):
    """One action. ``writes`` is true if the action changes something, so that the customer must confirm it first."""

    @property
    def writes(self) -> bool: ...

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan | Question:
        """Plan the action from the records, or ask for missing data; raises ``AgainstPolicy`` if it is refused."""

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        """Perform the action; repeated calls have no further effect."""

    def settle(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt | None:
        """The receipt if the action was performed and its result was lost, else None; performs nothing."""
