"""Every port filled by a small fake in memory: the third argument of every handler under test.

Ports stand under the names that rules use; the fakes behind them also under names of their own, with the
handles that tests turn: ``services.bank.paid``, ``services.writer.script``, ``services.fail("orders")``.
"""

from firstcontact.cases.case import Case
from firstcontact.cases.ports import CaseStore, CaseTransaction, ConversationStore, OutcomeStore
from firstcontact.channels.ports import ChatSocket, Connections, IntakeStore, TicketLedger
from firstcontact.claims.ports import ClaimStore, PhotoAnalyzer, PhotoStore
from firstcontact.costs.ports import CostLedger
from firstcontact.drafting.ports import Drafter
from firstcontact.errors import FirstContactError
from firstcontact.gate.calibration import Calibration, Guarantee
from firstcontact.idempotency import IdempotencyStore
from firstcontact.knowledge.ports import DocumentFiles, Knowledge, KnowledgeIndex
from firstcontact.recovery.outbox import publish
from firstcontact.resolution.ports import Workflow
from firstcontact.review.ports import ReviewStore
from firstcontact.routing.policy import IntentPolicy, Policy, Rule
from firstcontact.routing.ports import HandoffSwitch, IntentModel
from firstcontact.routing.route import Destination
from firstcontact.services import Services
from firstcontact.settings import Settings
from firstcontact.shop.published import PublishedShop
from firstcontact.systems.help_desk import Ticketing
from firstcontact.systems.orders import Orders
from firstcontact.systems.payments import Payments
from firstcontact.systems.shipping import Carrier
from firstcontact.text.ports import Encoder, LanguageDetector

from tests.fakes.faults import Fault, Faults, Killed
from tests.fakes.intake import FakeIntake, FakeTicketLedger
from tests.fakes.knowledge import FakeDocumentFiles, FakeKnowledge, FakePublishedKnowledge
from tests.fakes.models import FakeIndex, FakeLanguages, HashingEncoder, ScriptedDrafter, ScriptedRouter
from tests.fakes.stores import (
    FakeCases,
    FakeCaseTransaction,
    FakeClaims,
    FakeConnections,
    FakeConversations,
    FakeCosts,
    FakeIdempotencyStore,
    FakeOutcomes,
    FakeReviews,
)
from tests.fakes.systems import (
    WEBHOOK_SECRET,
    FakeCarrier,
    FakePayments,
    FakePhotos,
    FakeReader,
    FakeSecret,
    FakeShop,
    FakeSocket,
    FakeTicketing,
    FakeWorkflow,
)
from tests.plain_shop import plain_shop

POLICY = Policy(
    languages=("en",),
    rules=(
        Rule(to="person", because="the customer is upset", upset=0.8),
        Rule(to="strong", because="a valued customer", valued=True),
    ),
    intents={
        "order_status": IntentPolicy(destination=Destination.ACTION, action="order_status"),
        "refund_request": IntentPolicy(destination=Destination.ACTION, action="refund"),
        "shipping_info": IntentPolicy(destination=Destination.ANSWER),
        "talk_to_person": IntentPolicy(destination=Destination.PERSON),
    },
)
# Two features decide: a reply whose words and numbers all stand in the passages leaves, any other waits.
CALIBRATION = Calibration(
    features=("words_backed", "numbers_backed"),
    means=(0.95, 0.95),
    scales=(0.05, 0.05),
    weights=(1.0, 1.0),
    bias=2.0,
    scores=(-4.0, 0.0, 4.0),
    probabilities=(0.02, 0.4, 0.97),
    threshold=0.85,
    guarantee=Guarantee(samples=100, released=80, right=80, lower_bound=0.96),
    fitted_on="nothing: made up for tests",
)
CLIENT_ID = "4k1nd0fcl13nt1d"
SETTINGS = Settings(
    user_pool_id="us-east-1_Tidewire1",
    user_pool_client_id=CLIENT_ID,
    draft_model_id=ScriptedDrafter.model_id,
    strong_model_id="anthropic.claude-sonnet-4-6",
    websocket_url="wss://sockets.tidewire.example/live",
    aws_lambda_function_name="first-contact-tested",
)


class FakeSwitch:
    """Fills ``HandoffSwitch``; one that cannot be read counts as on."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.on = False

    def people_only(self) -> bool:
        return self.on or self._faults.holds("switch")


class FakeServices(Services):
    """A suite in memory: Ada's and Ben's orders, two articles, nothing asked yet."""

    def __init__(self, settings: Settings = SETTINGS) -> None:
        super().__init__(settings)
        self.faults = Faults()
        self.storefront, self.courier, self.bank = FakeShop(), FakeCarrier(), FakePayments()
        self.desk, self.windows, self.durable = FakeTicketing(), FakeSocket(), FakeWorkflow()
        self.bucket, self.eyes = FakePhotos(), FakeReader()
        self.writer, self.classifier, self.turn = ScriptedDrafter(), ScriptedRouter(), FakeSwitch(self.faults)
        self.library = FakeIndex(HashingEncoder())
        self.case_file, self.talks, self.spent = FakeCases(), FakeConversations(), FakeCosts()
        self.results, self.book, self.open_windows = FakeOutcomes(), FakeIdempotencyStore(), FakeConnections()
        self.review_file, self.claim_file = FakeReviews(self.case_file), FakeClaims()
        self.inbox, self.comment_cases = FakeIntake(), FakeTicketLedger()
        self.shelf, self.stock = FakeDocumentFiles(), FakePublishedKnowledge(FakeKnowledge(HashingEncoder()))
        self.zendesk_secret = self.vault = FakeSecret(webhook_secret=WEBHOOK_SECRET)
        self._plug()
        self.due: list[Case] = []
        self.case_file.on_due = self._publish

    def _publish(self, case: Case) -> None:
        self.due.append(case)
        self.publish_due()

    def publish_due(self) -> None:
        """As the stream's consumer does it; what cannot be published is tried again next time."""
        waiting, self.due = self.due, []
        for case in waiting:
            try:
                if case.due is not None:
                    publish(case.case_id, case.due, self.workflow)
            except (FirstContactError, Killed):
                self.due.append(case)

    def _plug(self) -> None:
        around = self.faults.around
        self.cases: CaseStore = around("cases", self.case_file)
        self.conversations: ConversationStore = around("conversations", self.talks)
        self.case_transaction: CaseTransaction = around(
            "case_transaction", FakeCaseTransaction(self.case_file, self.talks, self.results)
        )
        self.reviews: ReviewStore = around("reviews", self.review_file)
        self.claims: ClaimStore = around("claims", self.claim_file)
        self.outcomes: OutcomeStore = around("outcomes", self.results)
        self.costs: CostLedger = around("costs", self.spent)
        self.idempotency_store: IdempotencyStore = around("idempotency_store", self.book)
        self.connections: Connections = around("connections", self.open_windows)
        self.intake: IntakeStore = around("intake", self.inbox)
        self.tickets: TicketLedger = around("tickets", self.comment_cases)
        self.socket: ChatSocket = around("socket", self.windows)
        self.workflow: Workflow = around("workflow", self.durable)
        self.switch: HandoffSwitch = self.turn
        self.photos: PhotoStore = around("photos", self.bucket)
        self.reader: PhotoAnalyzer = around("reader", self.eyes)
        self.drafter: Drafter = around("drafter", self.writer)
        self.encoder: Encoder = around("encoder", HashingEncoder())
        self.orders: Orders = around("orders", self.storefront)
        self.shipping: Carrier = around("shipping", self.courier)
        self.payments: Payments = around("payments", self.bank)
        self.help_desk: Ticketing = around("help_desk", self.desk)
        self.documents: DocumentFiles = around("documents", self.shelf)
        self.knowledge: Knowledge = around("knowledge", self.stock)
        self.languages: LanguageDetector = around("languages", FakeLanguages())

    @property
    def calibration(self) -> Calibration:
        return CALIBRATION

    @property
    def shop(self) -> PublishedShop:
        return plain_shop()

    @property
    def router(self) -> IntentModel:
        return self.faults.around("router", self.classifier)

    @property
    def policy(self) -> Policy:
        return POLICY

    @property
    def index(self) -> KnowledgeIndex:
        return self.faults.around("index", self.library)

    def fail(
        self, name: str, *, times: int | None = None, after: bool = False, error: Exception | None = None
    ) -> None:
        """Let a port (``orders``) or one of its methods (``orders.get``) fail: so often, before or after its work."""
        self.faults.plan(Fault(name, times, after, error))

    def heal(self) -> None:
        """Let every port work again."""
        self.faults.clear()
