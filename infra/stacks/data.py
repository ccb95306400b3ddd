"""The resources that must outlive deployments: key, tables, buckets, queues, accounts and secrets."""

from collections.abc import Mapping

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct
from firstcontact.adapters.aws.intake import INTAKE
from firstcontact.adapters.aws.tables import TABLES
from firstcontact.connectors import KINDS, Kind

from infra.constructs.bucket import AccessLogs, Bucket
from infra.constructs.connector_secret import ConnectorSecret, NamedSecret
from infra.constructs.customer_key import CustomerKey
from infra.constructs.message_queue import DeadLetters, Queue
from infra.constructs.switch import Switch
from infra.constructs.table import Table
from infra.constructs.user_pool import UserPool
from infra.logical_id import logical_id

INTAKE_DAYS = 30  # for which the raw bodies of events are kept


class Data(Stack):
    """The stack of all stored data. ``secrets`` names existing secrets by kind of system."""

    def __init__(self, scope: Construct, name: str, secrets: Mapping[Kind, str]) -> None:
        super().__init__(scope, name, description="First Contact: stored data", termination_protection=True)
        self.key = CustomerKey(self, "Key")
        self.tables = {table: Table(self, table.title(), self.key, keys) for table, keys in TABLES.items()}
        self._make_buckets()
        self.review_queue = Queue(self, "ReviewQueue", self.key, visible_after=Duration.minutes(3))
        self.unresolved = DeadLetters(self, "Unresolved", self.key)
        self.users = UserPool(self, "Users")
        self.secrets = {kind: self._secret(kind, secrets.get(kind)) for kind in KINDS}
        self.switch = Switch(self, "Switch")
        self._make_outputs()

    def _secret(self, kind: Kind, name: str | None) -> ConnectorSecret | NamedSecret:
        return NamedSecret(self, kind, name) if name else ConnectorSecret(self, kind, self.key)

    def _make_buckets(self) -> None:
        logs = AccessLogs(self, "AccessLogs")
        month, quarter = Duration.days(30), Duration.days(90)
        self.knowledge = Bucket(
            self, "Knowledge", self.key, logs, lifecycle=[s3.LifecycleRule(noncurrent_version_expiration=month)]
        )
        self.uploads = Bucket(
            self,
            "Uploads",
            self.key,
            logs,
            lifecycle=[
                s3.LifecycleRule(expiration=quarter, noncurrent_version_expiration=quarter),
                # In a versioned bucket, expired objects are gone only when their old versions expire, too.
                s3.LifecycleRule(
                    prefix=INTAKE,
                    expiration=Duration.days(INTAKE_DAYS),
                    noncurrent_version_expiration=Duration.days(1),
                ),
            ],
            # The upload form is signed for one key, type and size, so limiting the origin would add no protection.
            cors=[s3.CorsRule(allowed_methods=[s3.HttpMethods.POST], allowed_origins=["*"])],
        )
        for bucket in (self.knowledge, self.uploads):
            bucket.announce()

    def _make_outputs(self) -> None:
        values = {
            "KeyArn": self.key.key_arn,
            "KnowledgeBucket": self.knowledge.bucket.bucket_name,
            "UploadsBucket": self.uploads.bucket.bucket_name,
            "ReviewQueueUrl": self.review_queue.queue.queue_url,
            "ReviewDeadLettersUrl": self.review_queue.dead_letters.queue_url,
            "UnresolvedQueueUrl": self.unresolved.queue_url,
            "UserPoolId": self.users.pool.user_pool_id,
            "UserPoolClientId": self.users.client.user_pool_client_id,
            "SwitchParameter": self.switch.parameter.parameter_name,
        }
        values |= {f"{name.title()}Table": table.table.table_name for name, table in self.tables.items()}
        values |= {f"{logical_id(kind)}SecretArn": secret.id for kind, secret in self.secrets.items()}
        for output, value in values.items():
            CfnOutput(self, output, value=value)
