"""The functions that stand behind an API or a queue, and what each may do. What is not said here is denied."""

from constructs import Construct

from infra.constructs.draft_models import DraftModels
from infra.constructs.layers import READING, ROUTING
from infra.constructs.socket_api import SocketApi
from infra.constructs.suite_function import INDEX_DISK, Foundation, SuiteFunction
from infra.constructs.workflow import Workflow
from infra.stacks.data import Store

CLAIM_PHOTOS = "claims/"
DOCUMENTS, INGESTED = "documents/", ("index/", "reports/")


class Doors(Construct):
    """Chat, the help desk's webhook, the review desk, claims, reports, the page, and who may open a socket."""

    def __init__(self, scope: Construct, name: str, store: Store, foundation: Foundation) -> None:
        super().__init__(scope, name)
        self._store = store
        self.chat = SuiteFunction(self, "chat", foundation, layers=ROUTING, seconds=29, memory=1769, disk=INDEX_DISK)
        self.authorize_socket = SuiteFunction(self, "authorize_socket", foundation, layers=["identity"], seconds=10)
        self.zendesk_webhook = SuiteFunction(self, "zendesk_webhook", foundation, seconds=10)
        self.review_desk = SuiteFunction(self, "review_desk", foundation, seconds=10)
        self.file_review = SuiteFunction(self, "file_review", foundation, seconds=30)
        self.ingest_knowledge = SuiteFunction(
            self, "ingest_knowledge", foundation, layers=READING, seconds=900, memory=3008, disk=INDEX_DISK
        )
        self.open_claim = SuiteFunction(self, "open_claim", foundation, seconds=10)
        self.report = SuiteFunction(self, "report", foundation, seconds=29)
        self.console = SuiteFunction(self, "console", foundation, seconds=10)
        signed_in = (self.chat, self.review_desk, self.open_claim, self.report)
        for function in (*signed_in, self.authorize_socket, self.console):
            store.users.trusted_by(function)

    def connect(self, resolution: Workflow, claim: Workflow, sockets: SocketApi, models: DraftModels) -> None:
        """Give each function what it works with."""
        self._let_chat(resolution, sockets, models)
        self._let_the_webhook(resolution)
        self._let_people_review(resolution, claim, sockets)
        self._let_customers_claim()
        self._let_documents_in()
        self._store.outcomes.read_whole_by(self.report)
        self._store.costs.read_whole_by(self.report)
        sockets.shown_by(self.console)

    def _let_chat(self, resolution: Workflow, sockets: SocketApi, models: DraftModels) -> None:
        store, chat = self._store, self.chat
        for table in (store.cases, store.conversations, store.ledger, store.connections, store.outcomes):
            table.read_write_by(chat)
        store.knowledge.read_by(chat)
        store.switch.read_by(chat)
        store.shop.read_by(chat)
        store.carrier.read_by(chat)
        models.streamed_by(chat, within=18)
        resolution.started_by(chat)
        sockets.managed_by(chat)

    def _let_the_webhook(self, resolution: Workflow) -> None:
        store, webhook = self._store, self.zendesk_webhook
        for table in (store.cases, store.ledger):
            table.read_write_by(webhook)
        store.zendesk.read_by(webhook)
        resolution.started_by(webhook)

    def _let_people_review(self, resolution: Workflow, claim: Workflow, sockets: SocketApi) -> None:
        store, desk, filing = self._store, self.review_desk, self.file_review
        for table in (store.reviews, store.cases):
            table.read_write_by(desk)
        store.claims.read_by(desk)
        resolution.started_by(desk)
        resolution.resumed_by(desk)
        claim.resumed_by(desk)
        for table in (
            store.reviews,
            store.cases,
            store.conversations,
            store.connections,
            store.outcomes,
        ):
            table.read_write_by(filing)
        store.zendesk.read_by(filing)
        store.review_queue.drained_by(filing, batch=5)
        sockets.managed_by(filing)

    def _let_customers_claim(self) -> None:
        store, claims = self._store, self.open_claim
        for table in (store.claims, store.cases):
            table.read_write_by(claims)
        store.uploads.put_by(claims, CLAIM_PHOTOS)
        store.shop.read_by(claims)

    def _let_documents_in(self) -> None:
        knowledge, ingest = self._store.knowledge, self.ingest_knowledge
        knowledge.read_by(ingest)
        for prefix in INGESTED:
            knowledge.put_by(ingest, prefix)
