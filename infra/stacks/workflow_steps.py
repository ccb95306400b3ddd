"""The functions that are states of a workflow, and what each may do. What is not said here is denied."""

from constructs import Construct

from infra.constructs.draft_models import DraftModels
from infra.constructs.layers import ENCODING, READING, ROUTING
from infra.constructs.socket_api import SocketApi
from infra.constructs.suite_function import INDEX_DISK, Foundation, SuiteFunction
from infra.constructs.workflow import Workflow
from infra.stacks.data import Store
from infra.stacks.endpoints import CLAIM_PHOTOS, INGESTED


class States(Construct):
    """From a case to its reply, one small function a step."""

    def __init__(self, scope: Construct, name: str, store: Store, foundation: Foundation) -> None:
        super().__init__(scope, name)
        self._store = store
        self.guard_message = SuiteFunction(self, "guard_message", foundation, seconds=30)
        self.route_intent = SuiteFunction(self, "route_intent", foundation, layers=ROUTING, seconds=30, memory=1769)
        self.retrieve_knowledge = SuiteFunction(
            self, "retrieve_knowledge", foundation, layers=ENCODING, seconds=30, memory=1769, disk=INDEX_DISK
        )
        self.draft_reply = SuiteFunction(self, "draft_reply", foundation, seconds=60)
        self.gate_reply = SuiteFunction(self, "gate_reply", foundation, layers=ENCODING, seconds=30, memory=1769)
        self.take_action = SuiteFunction(self, "take_action", foundation, seconds=30)
        self.send_reply = SuiteFunction(self, "send_reply", foundation, seconds=30)
        self.verify_claim = SuiteFunction(
            self, "verify_claim", foundation, layers=["imaging"], seconds=60, memory=1769
        )
        self.record_outcome = SuiteFunction(self, "record_outcome", foundation, seconds=30)

        self.ingest_files = SuiteFunction(
            self, "ingest_files", foundation, layers=READING, seconds=900, memory=3008, disk=INDEX_DISK
        )
        self.check_files = SuiteFunction(
            self, "check_files", foundation, layers=ENCODING, seconds=900, memory=1769, disk=INDEX_DISK
        )

    @property
    def of_resolution(self) -> tuple[SuiteFunction, ...]:
        """The states of the workflow that answers."""
        return (
            self.guard_message,
            self.route_intent,
            self.retrieve_knowledge,
            self.draft_reply,
            self.gate_reply,
            self.take_action,
            self.send_reply,
            self.record_outcome,
        )

    @property
    def of_claim(self) -> tuple[SuiteFunction, ...]:
        """The states of the workflow that looks at a damage claim."""
        return (self.verify_claim, self.send_reply, self.record_outcome)

    def connect(self, resolution: Workflow, claim: Workflow, sockets: SocketApi, models: DraftModels) -> None:
        """Give each function what it works with."""
        store = self._store
        for function in {*self.of_resolution, *self.of_claim} - {self.verify_claim}:
            store.cases.read_write_by(function)
        store.switch.read_by(self.route_intent)
        store.knowledge.read_by(self.retrieve_knowledge)
        store.knowledge.read_by(self.route_intent)
        models.streamed_by(self.draft_reply, within=45)
        self._let_actions_happen()
        self._let_replies_out(sockets)
        self._let_photos_be_read()
        self._let_files_in()
        store.outcomes.read_write_by(self.record_outcome)
        for workflow in (resolution, claim):
            workflow.told_to(self.record_outcome)

    def _let_actions_happen(self) -> None:
        self._store.ledger.read_write_by(self.take_action)
        for secret in (self._store.shop, self._store.carrier, self._store.payments):
            secret.read_by(self.take_action)

    def _let_replies_out(self, sockets: SocketApi) -> None:
        store = self._store
        for table in (store.conversations, store.claims, store.connections):
            table.read_write_by(self.send_reply)
        store.zendesk.read_by(self.send_reply)
        sockets.managed_by(self.send_reply)

    def _let_photos_be_read(self) -> None:
        self._store.claims.read_write_by(self.verify_claim)
        self._store.uploads.read_by(self.verify_claim, CLAIM_PHOTOS)
        self._store.shop.read_by(self.verify_claim)
        # Rekognition knows no resources: it may look at any picture it is handed.
        self.verify_claim.may("rekognition:DetectText", "rekognition:DetectLabels", on=["*"])

    def _let_files_in(self) -> None:
        knowledge = self._store.knowledge
        for function in (self.ingest_files, self.check_files):
            knowledge.read_by(function)
        for prefix in INGESTED:
            knowledge.put_by(self.ingest_files, prefix)
