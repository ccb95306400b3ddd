"""A DynamoDB table: encrypted, with point-in-time recovery and deletion protection."""

from typing import Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct
from firstcontact.adapters.aws.tables import EXPIRES_AT, TableKeys

from infra.constructs import customer_key
from infra.constructs.suite_function import SuiteFunction

RETENTION_DAYS = 400  # of cases, conversations, reviews and claims
_LOOK = ("dynamodb:GetItem", "dynamodb:Query")


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)


class Table(Construct):
    """A table of the suite; functions find its name in ``<NAME>_TABLE``."""

    def __init__(self, scope: Construct, name: str, key: customer_key.CustomerKey, keys: TableKeys) -> None:
        super().__init__(scope, name)
        self._variable = f"{name.upper()}_TABLE"
        self._key, self._retained = key, keys.retained
        self._write = ("dynamodb:PutItem", "dynamodb:DeleteItem") if keys.with_times else ("dynamodb:PutItem",)
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_text("pk"),
            sort_key=_text(keys.sort) if keys.sort else None,
            time_to_live_attribute=EXPIRES_AT if keys.retained or keys.with_times else None,
            stream=dynamodb.StreamViewType.NEW_IMAGE if keys.streamed else None,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self._indexes = [f"{self.table.table_arn}/index/{keys.secondary.name}"] if keys.secondary else []
        if keys.secondary:
            self.table.add_global_secondary_index(
                index_name=keys.secondary.name,
                partition_key=_text(keys.secondary.partition),
                sort_key=_text(keys.secondary.sort) if keys.secondary.sort else None,
                projection_type=dynamodb.ProjectionType.KEYS_ONLY
                if keys.secondary.keys_only
                else dynamodb.ProjectionType.ALL,
            )

    def read_by(self, function: SuiteFunction) -> None:
        """Let a function read rows by key."""
        self._allow(function, _LOOK, customer_key.READ)

    def read_whole_by(self, function: SuiteFunction) -> None:
        """Let a function scan the table."""
        self._allow(function, ("dynamodb:Scan",), customer_key.READ)

    def read_write_by(self, function: SuiteFunction) -> None:
        """Let a function read and write rows; it may also delete them if the table's rows expire."""
        self._allow(function, (*_LOOK, *self._write), customer_key.WRITE)
        if self._retained:
            function.add_environment("RETENTION_DAYS", str(RETENTION_DAYS))

    def changed_by(self, function: SuiteFunction) -> None:
        """Let a function change single attributes of rows."""
        self._allow(function, ("dynamodb:UpdateItem",), customer_key.WRITE)

    def streamed_to(self, function: SuiteFunction, **options: Any) -> None:
        """Invoke a function with each new version of a row."""
        function.add_event_source(
            sources.DynamoEventSource(self.table, starting_position=lambda_.StartingPosition.TRIM_HORIZON, **options)
        )

    def written_by(self, function: SuiteFunction) -> None:
        """Let a function write rows but not read them."""
        self._allow(function, ("dynamodb:PutItem",), customer_key.WRITE)

    def _allow(self, function: SuiteFunction, actions: tuple[str, ...], key_actions: tuple[str, ...]) -> None:
        function.may(*actions, on=[self.table.table_arn, *self._indexes])
        self._key.used_by(function, "dynamodb", key_actions)
        function.add_environment(self._variable, self.table.table_name)
