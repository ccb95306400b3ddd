"""The functions, APIs, workflows and alarms."""

from pathlib import Path

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct
from firstcontact.claims.photos import CLAIM_PHOTOS
from firstcontact.knowledge.files import DOCUMENTS
from firstcontact.recovery.sweeper import MOVED_ON, STUCK
from firstcontact.review.desk import OLDEST_WAIT
from firstcontact.telemetry import COST_EVENTS_LOST, UNPRICED

from infra.constructs.alarms import Alarms
from infra.constructs.api_logging import ApiLogging
from infra.constructs.bulk_ingestion import BulkIngestion
from infra.constructs.bulkheads import Bulkheads
from infra.constructs.case_outbox import CaseOutbox
from infra.constructs.document_arrival import DocumentArrival
from infra.constructs.draft_models import DraftModels
from infra.constructs.layers import Layers
from infra.constructs.photo_arrival import PhotoArrival
from infra.constructs.schedule import Schedule
from infra.constructs.socket_api import SocketApi
from infra.constructs.suite_api import SuiteApi
from infra.constructs.suite_function import Foundation, SuiteFunction
from infra.constructs.vendor_choice import VendorChoice
from infra.constructs.workflow import Workflow
from infra.functions import EVERY_FUNCTION, FUNCTIONS
from infra.grants import Resources, WorkflowName
from infra.routes import open_routes, resolvers
from infra.stacks.data import Data
from infra.stacks.search import SearchIndex


class Suite(Stack):
    """The stack of everything that runs."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        data: Data,
        *,
        source: Path,
        layers: Path,
        search: SearchIndex | None = None,
    ) -> None:
        super().__init__(scope, name, description="First Contact: functions, APIs, workflows and alarms")
        self.key = data.key
        logging = ApiLogging(self, "ApiLogging", data.key)
        self.functions = self._make_functions(Foundation(source, Layers(self, "Layers", layers), data.key))
        self.bulkheads = Bulkheads(self, "Bulkheads")
        for row in FUNCTIONS:
            self.bulkheads.reserve(self.functions[row.folder], row.reserved)
        self.resolution = self._make_workflow("Resolution", data)
        self.claim = self._make_workflow("Claim", data)
        self.bulk = BulkIngestion(self, "Bulk", data.key, data.knowledge, [*self.functions.values()])
        self.sockets = SocketApi(self, "Sockets", logging)
        self.vendors = VendorChoice(self, "VendorChoice")
        self._grant(data, DraftModels(self, "DraftModels"), search)
        self.arrival = PhotoArrival(self, "PhotoArrival", data.uploads, self.claim, prefix=CLAIM_PHOTOS)
        self.outbox = CaseOutbox(self, "CaseOutbox", data.tables["cases"], self.functions["publish_due"])
        self.documents = DocumentArrival(
            self, "DocumentArrival", data.knowledge, self.functions["ingest_knowledge"], prefix=DOCUMENTS
        )
        self._make_schedules()
        apps = resolvers()
        costly = apps["report"].routes
        self.rest = SuiteApi(self, "Rest", data.users, logging, open_routes=open_routes(), costly_routes=costly)
        for folder, app in apps.items():
            self.rest.serve(self.functions[folder], *app.routes, checks_bodies=not app.takes_raw_body)
        self.sockets.serve(self.functions["chat"], self.functions["authorize_socket"], ["message", "resume"])
        self.alarms = Alarms(self, "Alarms", data.key)
        self.urgent = self._watch(data)
        self._make_outputs(data)

    def _make_functions(self, foundation: Foundation) -> dict[str, SuiteFunction]:
        scope = Construct(self, "Functions")
        return {
            row.folder: SuiteFunction(
                scope,
                row.folder,
                foundation,
                layers=row.layers,
                seconds=row.seconds,
                memory=row.memory,
                disk=row.disk,
            )
            for row in sorted(FUNCTIONS, key=lambda row: row.folder)
        }

    def _make_schedules(self) -> None:
        scope = Construct(self, "Schedules")
        for row in FUNCTIONS:
            if row.every_minutes:
                function = self.functions[row.folder]
                Schedule(scope, function.node.id, function, every=Duration.minutes(row.every_minutes))

    def _make_workflow(self, name: str, data: Data) -> Workflow:
        functions = [*self.functions.values()]
        return Workflow(
            self, name, data.key, functions=functions, reviews=data.review_queue, unresolved=data.unresolved
        )

    def _grant(self, data: Data, models: DraftModels, search: SearchIndex | None) -> None:
        workflows: dict[WorkflowName, Workflow] = {"resolution": self.resolution, "claim": self.claim}
        resources = Resources(data, workflows, self.sockets, models, self.vendors, search)
        for row in FUNCTIONS:
            for grant in EVERY_FUNCTION + row.grants:
                grant.give(resources, self.functions[row.folder])

    def _watch(self, data: Data) -> list[cloudwatch.Alarm]:
        """Create all alarms; returns those that mean that customers are left without an answer."""
        alarms, five_minutes = self.alarms, Duration.minutes(5)
        for function in self.functions.values():
            alarms.on_failures_of(function.node.id, function)
        alarms.on_throttles()
        alarms.on_messages_in("ReviewDeadLetters", data.review_queue.dead_letters)
        alarms.on_messages_in("CaseOutboxDeadLetters", self.outbox.dead_letters)
        alarms.on_messages_in("PhotoArrivalDeadLetters", self.arrival.dead_letters)
        alarms.on_messages_in("DocumentArrivalDeadLetters", self.documents.dead_letters)
        alarms.on_lost_runs_of("Bulk", self.bulk.machine)
        alarms.on_own_metric("CasesMovedOn", MOVED_ON)
        alarms.on_own_metric("CostEventsLost", COST_EVENTS_LOST)
        alarms.on_own_metric("UnpricedInvocations", UNPRICED)
        alarms.on_server_errors("Sockets", self.sockets.errors(five_minutes))
        alarms.on_age_of("ReviewQueue", data.review_queue.queue, five_minutes)
        return [
            alarms.on_messages_in("Unresolved", data.unresolved),
            alarms.on_own_metric("OldestReview", OLDEST_WAIT, limit=Duration.hours(24).to_seconds()),
            alarms.on_own_metric("CasesStuck", STUCK),
            *alarms.on_lost_runs_of("Resolution", self.resolution.machine),
            *alarms.on_lost_runs_of("Claim", self.claim.machine),
            alarms.on_server_errors("Rest", self.rest.api.metric_server_error(period=five_minutes)),
        ]

    def _make_outputs(self, data: Data) -> None:
        values = {
            "ApiUrl": self.rest.api.url,
            "ApiId": self.rest.api.rest_api_id,
            "WebSocketUrl": self.sockets.stage.url,
            "WebSocketId": self.sockets.api.api_id,
            "UserPoolId": data.users.pool.user_pool_id,
            "UserPoolClientId": data.users.client.user_pool_client_id,
            "ResolutionWorkflowArn": self.resolution.machine.state_machine_arn,
            "BulkWorkflowArn": self.bulk.machine.state_machine_arn,
            "ClaimWorkflowArn": self.claim.machine.state_machine_arn,
            "PhotoArrivalDeadLettersUrl": self.arrival.dead_letters.queue_url,
            "ChosenConnectors": self.vendors.value,
            "AlarmTopicArn": self.alarms.topic.topic_arn,
        }
        values |= {f"{function.node.id}Function": function.function_name for function in self.functions.values()}
        for output, value in values.items():
            CfnOutput(self, output, value=value)
