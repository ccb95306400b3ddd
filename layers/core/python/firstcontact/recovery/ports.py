"""The port of the recovery: the services that moving a case on needs."""

from typing import Protocol

from firstcontact.actions.ports import ActionServices
from firstcontact.cases.ports import CaseTransaction
from firstcontact.resilience.budget import Budget
from firstcontact.review.ports import DeskServices


class RecoveryServices(DeskServices, ActionServices, Protocol):
    """Every service that a case may need to be moved on."""

    @property
    def budget(self) -> Budget: ...
    @property
    def case_transaction(self) -> CaseTransaction: ...
