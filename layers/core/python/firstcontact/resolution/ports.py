"""The ports of the pipeline."""

from typing import TYPE_CHECKING, Protocol

from firstcontact.actions.ports import ActionServices
from firstcontact.cases.due import EntryPoint
from firstcontact.cases.ports import CaseStore
from firstcontact.drafting.ports import Drafter
from firstcontact.knowledge.ports import KnowledgeIndex
from firstcontact.resilience.budget import Budget
from firstcontact.routing.ports import HandoffSwitch, IntentModel
from firstcontact.text.ports import Encoder, LanguageDetector


class Workflow(Protocol):
    """The resolution workflow, which continues a case outside the current process."""

    def start(self, case_id: str, begin: EntryPoint, attempt: int = 0) -> None:
        """Start the workflow for a case at an entry point; a repeated call with the same arguments has no effect."""

    def is_running(self, execution: str) -> bool:
        """Whether the execution of this name has not ended; False if it was never started, or the name is empty."""

    def resume(self, task_token: str, output: dict[str, object]) -> bool:
        """Resume a waiting task with its result; False if no task waits for this token any more."""

    def transitions(self, execution: str) -> int:
        """The number of billed state transitions of an execution so far."""


if TYPE_CHECKING:
    from firstcontact.gate.calibration import Calibration
    from firstcontact.routing.policy import Policy


class PipelineServices(ActionServices, Protocol):
    """The services that find and judge an answer, or take an action."""

    @property
    def budget(self) -> Budget: ...
    @property
    def switch(self) -> HandoffSwitch: ...
    @property
    def policy(self) -> "Policy": ...
    @property
    def router(self) -> IntentModel: ...
    @property
    def languages(self) -> LanguageDetector: ...
    @property
    def encoder(self) -> Encoder: ...
    @property
    def index(self) -> KnowledgeIndex: ...
    @property
    def drafter(self) -> Drafter: ...
    @property
    def calibration(self) -> "Calibration": ...


class StepServices(PipelineServices, Protocol):
    """The services that one step of a stored case needs."""

    @property
    def cases(self) -> CaseStore: ...
