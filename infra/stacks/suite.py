"""What does the work: functions, APIs, workflows, and the alarms that watch them."""

from pathlib import Path

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.api_logging import ApiLogging
from infra.constructs.bulk_ingestion import BulkIngestion
from infra.constructs.document_arrival import DocumentArrival
from infra.constructs.draft_models import DraftModels
from infra.constructs.layers import Layers
from infra.constructs.photo_arrival import PhotoArrival
from infra.constructs.socket_api import SocketApi
from infra.constructs.suite_api import SuiteApi
from infra.constructs.suite_function import Foundation, SuiteFunction
from infra.constructs.workflow import Workflow
from infra.stacks.data import Store
from infra.stacks.endpoints import CLAIM_PHOTOS, DOCUMENTS, Doors
from infra.stacks.search import SearchIndex
from infra.stacks.workflow_steps import States

OPEN_ROUTES = (
    "GET /",
    "GET /review",
    "GET /assets/{file}",
    "GET /openapi.json",
    "GET /health",
    "POST /v1/zendesk/webhooks",
)


class Suite(Stack):
    """The suite at work."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        store: Store,
        *,
        source: Path,
        layers: Path,
        search: SearchIndex | None = None,
    ) -> None:
        super().__init__(scope, name, description="First Contact: what does the work")
        self.key = store.key
        foundation = Foundation(source, Layers(self, "Layers", layers), store.key, store.costs)
        logging = ApiLogging(self, "ApiLogging", store.key)
        models = DraftModels(self, "DraftModels")
        self.sockets = SocketApi(self, "Sockets", logging)
        self.states = States(self, "States", store, foundation)
        self.doors = Doors(self, "Doors", store, foundation)
        self.resolution = self._workflow("Resolution", store, self.states.of_resolution)
        self.claim = self._workflow("Claim", store, self.states.of_claim)
        self.states.connect(self.resolution, self.claim, self.sockets, models)
        self.doors.connect(self.resolution, self.claim, self.sockets, models)
        if search:
            self._search_in(search)
        self.arrival = PhotoArrival(self, "PhotoArrival", store.uploads, self.claim, prefix=CLAIM_PHOTOS)
        self.documents = DocumentArrival(
            self, "DocumentArrival", store.knowledge, self.doors.ingest_knowledge, prefix=DOCUMENTS
        )
        self.bulk = BulkIngestion(
            self, "Bulk", store.key, store.knowledge, reads=self.states.ingest_files, checks=self.states.check_files
        )
        self.rest = SuiteApi(self, "Rest", store.users, logging, open_routes=OPEN_ROUTES)
        self._serve()
        self.alarms = Alarms(self, "Alarms", store.key)
        self.urgent = self._watch(store)
        self._make_outputs(store)

    @property
    def functions(self) -> tuple[SuiteFunction, ...]:
        """Every function, by name."""
        found = (child for part in (self.doors, self.states) for child in part.node.children)
        return tuple(sorted((f for f in found if isinstance(f, SuiteFunction)), key=lambda f: f.folder))

    def _workflow(self, name: str, store: Store, states: tuple[SuiteFunction, ...]) -> Workflow:
        return Workflow(self, name, store.key, states=states, reviews=store.review_queue, unresolved=store.unresolved)

    def _search_in(self, index: SearchIndex) -> None:
        for function in (self.doors.chat, self.states.retrieve_knowledge):
            index.searched_by(function)
        for function in (self.doors.ingest_knowledge, self.states.ingest_files, self.states.check_files):
            index.written_by(function)

    def _serve(self) -> None:
        rest, doors = self.rest, self.doors
        rest.serve(
            doors.chat,
            "POST /v1/messages",
            "GET /v1/conversations",
            "GET /v1/conversations/{conversation_id}",
            "POST /v1/conversations/{conversation_id}/messages/{message_id}/feedback",
        )
        rest.serve(doors.zendesk_webhook, "POST /v1/zendesk/webhooks")
        rest.serve(
            doors.review_desk,
            "GET /v1/reviews",
            "POST /v1/reviews/{review_id}/claim",
            "POST /v1/reviews/{review_id}/decision",
        )
        rest.serve(doors.open_claim, "POST /v1/claims", "GET /v1/claims/{claim_id}")
        rest.serve(doors.report, "GET /v1/report", "GET /v1/costs")
        rest.serve(doors.console, "GET /", "GET /review", "GET /assets/{file}", "GET /openapi.json", "GET /health")
        self.sockets.serve(doors.chat, doors.authorize_socket, ["message", "resume"])

    def _watch(self, store: Store) -> list[cloudwatch.Alarm]:
        """Set every alarm; return those that mean customers are left alone."""
        alarms, five_minutes = self.alarms, Duration.minutes(5)
        for function in self.functions:
            alarms.on_failures_of(function.node.id, function)
        alarms.on_throttles()
        alarms.on_messages_in("ReviewDeadLetters", store.review_queue.dead_letters)
        alarms.on_messages_in("PhotoArrivalDeadLetters", self.arrival.dead_letters)
        alarms.on_messages_in("DocumentArrivalDeadLetters", self.documents.dead_letters)
        alarms.on_lost_runs_of("Bulk", self.bulk.machine)
        alarms.on_age_of("ReviewQueue", store.review_queue.queue, five_minutes)
        return [
            alarms.on_messages_in("Unresolved", store.unresolved),
            *alarms.on_lost_runs_of("Resolution", self.resolution.machine),
            *alarms.on_lost_runs_of("Claim", self.claim.machine),
            alarms.on_server_errors("Rest", self.rest.api.metric_server_error(period=five_minutes)),
        ]

    def _make_outputs(self, store: Store) -> None:
        values = {
            "ApiUrl": self.rest.api.url,
            "ApiId": self.rest.api.rest_api_id,
            "WebSocketUrl": self.sockets.stage.url,
            "WebSocketId": self.sockets.api.api_id,
            "UserPoolId": store.users.pool.user_pool_id,
            "UserPoolClientId": store.users.client.user_pool_client_id,
            "ResolutionWorkflowArn": self.resolution.machine.state_machine_arn,
            "BulkWorkflowArn": self.bulk.machine.state_machine_arn,
            "ClaimWorkflowArn": self.claim.machine.state_machine_arn,
            "PhotoArrivalDeadLettersUrl": self.arrival.dead_letters.queue_url,
            "AlarmTopicArn": self.alarms.topic.topic_arn,
        }
        values |= {f"{function.node.id}Function": function.function_name for function in self.functions}
        for output, value in values.items():
            CfnOutput(self, output, value=value)
