"""What must outlive every deployment: the key, the tables, the buckets, the queues, the accounts, the secrets."""

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.bucket import AccessLogs, Bucket
from infra.constructs.connector_secret import ConnectorSecret
from infra.constructs.customer_key import CustomerKey
from infra.constructs.message_queue import DeadLetters, Queue
from infra.constructs.switch import Switch
from infra.constructs.table import Table
from infra.constructs.user_pool import UserPool


class Store(Stack):
    """The suite's memory."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name, description="First Contact: what is kept", termination_protection=True)
        self.key = CustomerKey(self, "Key")
        self._make_tables()
        self._make_buckets()
        self._make_queues()
        self.users = UserPool(self, "Users")
        self.zendesk = ConnectorSecret(self, "Zendesk", self.key)
        self.shop = ConnectorSecret(self, "Shop", self.key)
        self.payments = ConnectorSecret(self, "Payments", self.key)
        self.carrier = ConnectorSecret(self, "Carrier", self.key)
        self.switch = Switch(self, "Switch")
        self._make_outputs()

    def _make_tables(self) -> None:
        self.cases = Table(self, "Cases", self.key)
        self.conversations = Table(
            self, "Conversations", self.key, sort_key="sk", indexes={"by_customer": ("customer_id", "sk")}
        )
        self.reviews = Table(self, "Reviews", self.key, indexes={"by_state": ("state", "created_at")})
        self.ledger = Table(self, "Ledger", self.key, expires_at="expires_at")
        self.connections = Table(
            self,
            "Connections",
            self.key,
            indexes={"by_conversation": ("conversation_id", None)},
            expires_at="expires_at",
        )
        self.claims = Table(self, "Claims", self.key)
        self.outcomes = Table(self, "Outcomes", self.key)
        self.costs = Table(self, "Costs", self.key)

    def _make_buckets(self) -> None:
        logs = AccessLogs(self, "AccessLogs")
        month, quarter = Duration.days(30), Duration.days(90)
        self.knowledge = Bucket(
            self, "Knowledge", self.key, logs, lifecycle=s3.LifecycleRule(noncurrent_version_expiration=month)
        )
        self.knowledge.announce()
        self.uploads = Bucket(
            self,
            "Uploads",
            self.key,
            logs,
            lifecycle=s3.LifecycleRule(expiration=quarter, noncurrent_version_expiration=quarter),
            # The form that posts a photo is signed for one key, type and size; the page's address adds nothing.
            cors=[s3.CorsRule(allowed_methods=[s3.HttpMethods.POST], allowed_origins=["*"])],
        )
        self.uploads.announce()

    def _make_queues(self) -> None:
        self.review_queue = Queue(self, "ReviewQueue", self.key, visible_after=Duration.minutes(3))
        self.unresolved = DeadLetters(self, "Unresolved", self.key)

    def _make_outputs(self) -> None:
        values = {
            "KeyArn": self.key.key_arn,
            "CasesTable": self.cases.table.table_name,
            "ConversationsTable": self.conversations.table.table_name,
            "ReviewsTable": self.reviews.table.table_name,
            "LedgerTable": self.ledger.table.table_name,
            "ConnectionsTable": self.connections.table.table_name,
            "ClaimsTable": self.claims.table.table_name,
            "OutcomesTable": self.outcomes.table.table_name,
            "CostsTable": self.costs.table.table_name,
            "KnowledgeBucket": self.knowledge.bucket.bucket_name,
            "UploadsBucket": self.uploads.bucket.bucket_name,
            "ReviewQueueUrl": self.review_queue.queue.queue_url,
            "ReviewDeadLettersUrl": self.review_queue.dead_letters.queue_url,
            "UnresolvedQueueUrl": self.unresolved.queue_url,
            "UserPoolId": self.users.pool.user_pool_id,
            "UserPoolClientId": self.users.client.user_pool_client_id,
            "ZendeskSecretArn": self.zendesk.arn,
            "ShopSecretArn": self.shop.arn,
            "PaymentsSecretArn": self.payments.arn,
            "CarrierSecretArn": self.carrier.arn,
            "SwitchParameter": self.switch.parameter.parameter_name,
        }
        for output, value in values.items():
            CfnOutput(self, output, value=value)
