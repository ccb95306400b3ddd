"""A bucket: encrypted, private, TLS only, every version kept for a while, every access logged."""

from collections.abc import Sequence
from typing import cast

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs import customer_key
from infra.constructs.suite_function import SuiteFunction


class AccessLogs(s3.Bucket):
    """Where S3 writes who touched what; S3 can deliver such logs to its own encryption only."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(
            scope,
            name,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            lifecycle_rules=[s3.LifecycleRule(expiration=Duration.days(90))],
            removal_policy=RemovalPolicy.RETAIN,
        )


class Bucket(Construct):
    """A bucket of the suite, known to functions as ``<NAME>_BUCKET``."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        key: customer_key.CustomerKey,
        logs: AccessLogs,
        *,
        lifecycle: s3.LifecycleRule,
        cors: Sequence[s3.CorsRule] = (),
    ) -> None:
        super().__init__(scope, name)
        self._variable = f"{name.upper()}_BUCKET"
        self._key = key
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            server_access_logs_bucket=logs,
            server_access_logs_prefix=f"{name.lower()}/",
            lifecycle_rules=[lifecycle],
            cors=[*cors],
            removal_policy=RemovalPolicy.RETAIN,
        )

    def announce(self) -> None:
        """Tell the event bus of every new object; set on the resource, as the CDK's own way is a custom one."""
        bucket = cast(s3.CfnBucket, self.bucket.node.default_child)
        bucket.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )

    def changes(self, prefix: str, *kinds: str) -> events.EventPattern:
        """The bus's events about objects under a prefix: ``Object Created``, ``Object Deleted``."""
        return events.EventPattern(
            source=["aws.s3"],
            detail_type=[*kinds],
            detail={"bucket": {"name": [self.bucket.bucket_name]}, "object": {"key": [{"prefix": prefix}]}},
        )

    def read_by(self, function: SuiteFunction, prefix: str = "") -> None:
        """Let a function read objects under a prefix, and learn that one is not there."""
        function.may("s3:GetObject", on=[self.bucket.arn_for_objects(f"{prefix}*")])
        function.may("s3:ListBucket", on=[self.bucket.bucket_arn])
        self._key.used_by(function, "s3", customer_key.READ)
        function.add_environment(self._variable, self.bucket.bucket_name)

    def put_by(self, function: SuiteFunction, prefix: str) -> None:
        """Let a function add objects under a prefix, or sign a form that does."""
        function.may("s3:PutObject", on=[self.bucket.arn_for_objects(f"{prefix}*")])
        self._key.used_by(function, "s3", customer_key.SEND)
        function.add_environment(self._variable, self.bucket.bucket_name)
