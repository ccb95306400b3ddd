"""The ports plugged together, each built on first use: a function pays only for what it touches."""

from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from firstcontact import ports
from firstcontact.costing import PriceBook
from firstcontact.model.route import Tier
from firstcontact.settings import Settings
from firstcontact.telemetry import Meter

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from firstcontact.adapters.aws.dynamodb import Table
    from firstcontact.adapters.aws.parameters import Secret
    from firstcontact.adapters.aws.published import Published
    from firstcontact.adapters.routers import Router
    from firstcontact.gate import Calibration
    from firstcontact.routing import Policy

INDEX = "knowledge"  # its name in OpenSearch
SCRATCH = Path("/tmp")  # noqa: S108 - the only folder a Lambda may write to


class Services:
    """Every port by name, filled by its deployed adapter. Tests subclass it and fill ports with fakes."""

    def __init__(self, settings: Settings, meter: Meter | None = None) -> None:
        self.settings = settings
        self.meter = meter or Meter()

    @cached_property
    def cases(self) -> ports.CaseStore:
        from firstcontact.adapters.aws.stores import DynamoCases

        return DynamoCases(self._table("cases_table"))

    @cached_property
    def conversations(self) -> ports.ConversationStore:
        from firstcontact.adapters.aws.stores import DynamoConversations

        return DynamoConversations(self._table("conversations_table"))

    @cached_property
    def journal(self) -> ports.CaseTransaction:
        from firstcontact.adapters.aws.journal import DynamoCaseTransaction

        cases, conversations, outcomes = map(self._table, ("cases_table", "conversations_table", "outcomes_table"))
        return DynamoCaseTransaction(cases, conversations, outcomes, self.meter)

    @cached_property
    def reviews(self) -> ports.ReviewStore:
        from firstcontact.adapters.aws.stores import DynamoReviews

        return DynamoReviews(self._table("reviews_table"))

    @cached_property
    def claims(self) -> ports.ClaimStore:
        from firstcontact.adapters.aws.stores import DynamoClaims

        return DynamoClaims(self._table("claims_table"))

    @cached_property
    def outcomes(self) -> ports.OutcomeStore:
        from firstcontact.adapters.aws.stores import DynamoOutcomes

        return DynamoOutcomes(self._table("outcomes_table"))

    @cached_property
    def costs(self) -> ports.CostLedger:
        from firstcontact.adapters.aws.stores import DynamoCosts

        return DynamoCosts(self._table("costs_table"))

    @cached_property
    def ledger(self) -> ports.IdempotencyStore:
        from firstcontact.adapters.aws.ledger import DynamoIdempotencyStore

        return DynamoIdempotencyStore(self._table("ledger_table"))

    @cached_property
    def connections(self) -> ports.Connections:
        from firstcontact.adapters.aws.sockets import DynamoConnections

        return DynamoConnections(self._table("connections_table"))

    @cached_property
    def socket(self) -> ports.ChatSocket:
        from firstcontact.adapters.aws.sockets import GatewaySocket

        return GatewaySocket(self.settings.need("websocket_endpoint"), self.meter)

    @cached_property
    def workflow(self) -> ports.Workflow:
        from firstcontact.adapters.aws.stepfunctions import StepFunctionsWorkflow

        return StepFunctionsWorkflow(self.settings.resolution_workflow_arn or "", self.meter)

    @cached_property
    def switch(self) -> ports.HandoffSwitch:
        from firstcontact.adapters.aws.parameters import SsmHandoffSwitch

        return SsmHandoffSwitch(self.settings.need("switch_parameter"))

    @cached_property
    def photos(self) -> ports.PhotoStore:
        from firstcontact.adapters.aws.s3 import S3Photos

        return S3Photos(self.settings.need("uploads_bucket"), self.meter)

    @cached_property
    def reader(self) -> ports.PhotoAnalyzer:
        from firstcontact.adapters.aws.rekognition import RekognitionAnalyzer

        return RekognitionAnalyzer(self.meter)

    @cached_property
    def tokens(self) -> ports.TokenVerifier:
        from firstcontact.adapters.cognito import CognitoTokenVerifier

        settings = self.settings
        endpoint = settings.aws_endpoint_url or f"https://cognito-idp.{settings.aws_region}.amazonaws.com"
        return CognitoTokenVerifier(endpoint, settings.need("user_pool_id"), settings.need("user_pool_client_id"))

    @cached_property
    def drafter(self) -> ports.Drafter:
        from firstcontact.adapters.aws.bedrock import BedrockDrafter

        cheap, strong = self.settings.need("draft_model_id"), self.settings.need("strong_model_id")
        models = {Tier.CHEAP: cheap, Tier.STRONG: strong}
        return BedrockDrafter(models, self.meter, self.settings.draft_deadline_seconds)

    @cached_property
    def encoder(self) -> ports.Encoder:
        from firstcontact.adapters.onnx import OnnxEncoder
        from firstcontact.artifacts import folder

        return OnnxEncoder(folder("encoder"))

    @property
    def router(self) -> ports.IntentModel:
        return self._router.latest().model

    @property
    def policy(self) -> "Policy":
        return self._router.latest().policy

    @cached_property
    def _router(self) -> "Published[Router]":
        from firstcontact.adapters import routers
        from firstcontact.adapters.aws.published import Published
        from firstcontact.adapters.aws.s3 import ROUTER_KEY
        from firstcontact.artifacts import folder

        place = (self.settings.need("knowledge_bucket"), ROUTER_KEY)
        return Published(place, SCRATCH, routers.unpack, self.meter, lambda: routers.read(folder("router")))

    @cached_property
    def languages(self) -> ports.LanguageDetector:
        from firstcontact.adapters.languages import FastTextLanguageDetector
        from firstcontact.artifacts import folder

        return FastTextLanguageDetector(folder("languages"))

    @cached_property
    def calibration(self) -> "Calibration":
        from firstcontact.artifacts import folder
        from firstcontact.gate import Calibration

        return Calibration.model_validate_json((folder("gate") / "gate.json").read_text())

    @cached_property
    def documents(self) -> ports.DocumentFiles:
        from firstcontact.adapters.aws.documents import S3Documents

        return S3Documents(self.settings.need("knowledge_bucket"), self.meter)

    @cached_property
    def knowledge(self) -> ports.Knowledge:
        from firstcontact.adapters.aws.published_knowledge import PublishedKnowledge

        if self.settings.opensearch_url:
            from firstcontact.adapters.opensearch import OpenSearchKnowledge

            return OpenSearchKnowledge(self._opensearch, INDEX, self.encoder)
        return PublishedKnowledge(self.settings.need("knowledge_bucket"), SCRATCH, self.encoder, self.meter)

    @property
    def index(self) -> ports.KnowledgeIndex:
        return self._served if self.settings.opensearch_url else self._index.latest()

    @cached_property
    def _served(self) -> ports.KnowledgeIndex:
        from firstcontact.adapters.opensearch import OpenSearchIndex

        return OpenSearchIndex(self._opensearch, INDEX, self.encoder.name)

    @cached_property
    def _opensearch(self) -> "OpenSearch":
        from firstcontact.adapters.opensearch.connection import connect

        return connect(self.settings.need("opensearch_url"), self.settings.aws_region)

    @cached_property
    def _index(self) -> "Published[ports.KnowledgeIndex]":
        from firstcontact.adapters.aws.published import Published
        from firstcontact.adapters.aws.s3 import INDEX_KEY
        from firstcontact.adapters.embedded import EmbeddedIndex

        place, encoder = (self.settings.need("knowledge_bucket"), INDEX_KEY), self.encoder.name
        return Published(place, SCRATCH, lambda path: EmbeddedIndex(path, encoder), self.meter)

    @cached_property
    def orders(self) -> ports.Orders:
        from firstcontact.adapters.connectors.shop import ShopOrders

        return ShopOrders(self._secret("shop_secret_arn").fields)

    @cached_property
    def carrier(self) -> ports.Carrier:
        from firstcontact.adapters.connectors.carrier import CarrierTracking

        return CarrierTracking(self._secret("carrier_secret_arn").fields)

    @cached_property
    def payments(self) -> ports.Payments:
        from firstcontact.adapters.connectors.stripe import StripePayments

        return StripePayments(self._secret("payments_secret_arn").fields)

    @cached_property
    def ticketing(self) -> ports.Ticketing:
        from firstcontact.adapters.connectors.zendesk import ZendeskTicketing

        return ZendeskTicketing(self.zendesk_secret.fields)

    @cached_property
    def zendesk_secret(self) -> "Secret":
        """The help desk's secret: its API's credentials and the webhook's signing secrets."""
        return self._secret("zendesk_secret_arn")

    @cached_property
    def price_book(self) -> PriceBook:
        """The newest price book that ships with the suite."""
        books = [entry for entry in resources.files("firstcontact.prices").iterdir() if entry.name.endswith(".toml")]
        return PriceBook.parse(max(books, key=lambda entry: entry.name).read_text("utf-8"))

    def _table(self, setting: str) -> "Table":
        from firstcontact.adapters.aws.dynamodb import Table

        return Table(self.settings.need(setting), self.meter)

    def _secret(self, setting: str) -> "Secret":
        from firstcontact.adapters.aws.parameters import Secret

        return Secret(self.settings.need(setting))


@cache
def deployed() -> Services:
    """The services of this process, as its environment says."""
    return Services(Settings.from_environment())
