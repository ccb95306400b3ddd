"""What the pipeline needs from outside."""

from typing import TYPE_CHECKING, Protocol

from firstcontact.actions.ports import ActionServices
from firstcontact.cases.ports import CaseStore
from firstcontact.cases.steps import EntryPoint
from firstcontact.drafting.ports import Drafter
from firstcontact.knowledge.ports import KnowledgeIndex
from firstcontact.routing.ports import HandoffSwitch, IntentModel
from firstcontact.text.ports import Encoder, LanguageDetector


class Workflow(Protocol):
    """The durable path."""

    def start(self, case_id: str, begin: EntryPoint) -> None:
        """Start it for a case at the named point; starting the same case and point twice is a no-op."""

    def resume(self, task_token: str, output: dict[str, object]) -> bool:
        """Hand a waiting task its result; False if nothing waits under this token any more."""

    def transitions(self, execution: str) -> int:
        """How many states an execution has entered so far, as they are billed."""


if TYPE_CHECKING:
    from firstcontact.gate.calibration import Calibration
    from firstcontact.routing.policy import Policy


class PipelineServices(ActionServices, Protocol):
    """What finds and judges an answer, or takes an action."""

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
    """What one step of a stored case needs."""

    @property
    def cases(self) -> CaseStore: ...
