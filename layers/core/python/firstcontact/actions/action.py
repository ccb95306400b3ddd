"""What every action is: worked out from records, then done once.

Order, amount and payee come from the system of record and the authenticated customer. A customer's text only picks
which of their own orders is meant, and a model's text is never read here.
"""

from typing import Protocol

from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Question, Receipt


class Action(Protocol):
    """One thing that can be done. ``writes`` says whether the customer must confirm it first."""

    @property
    def writes(self) -> bool: ...

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan | Question:
        """Work out from the records what would be done, or what is missing; ``AgainstPolicy`` says why not."""

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        """Do it, once however often it is asked for."""
