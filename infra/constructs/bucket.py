"""An S3 bucket: encrypted, private, TLS only, versioned, with access logs."""

from collections.abc import Sequence
from typing import cast

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs import customer_key
from infra.constructs.suite_function import SuiteFunction


class AccessLogs(s3.Bucket):
    """The bucket of S3 access logs; S3 can deliver them only to buckets encrypted with its own keys."""

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
    """A bucket of the suite; functions find its name in ``<NAME>_BUCKET``."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        key: customer_key.CustomerKey,
        logs: AccessLogs,
        *,
        lifecycle: Sequence[s3.LifecycleRule],
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
            lifecycle_rules=[*lifecycle],
            cors=[*cors],
            removal_policy=RemovalPolicy.RETAIN,
        )

    def announce(self) -> None:
        """Send events to EventBridge; set on the L1 resource, because the CDK's own option uses a custom resource."""
        bucket = cast(s3.CfnBucket, self.bucket.node.default_child)
        bucket.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )

    def changes(self, prefix: str, *kinds: str) -> events.EventPattern:
        """The pattern of EventBridge events for objects under a prefix: ``Object Created``, ``Object Deleted``."""
        return events.EventPattern(
            source=["aws.s3"],
            detail_type=[*kinds],
            detail={"bucket": {"name": [self.bucket.bucket_name]}, "object": {"key": [{"prefix": prefix}]}},
        )

    def read_by(self, function: SuiteFunction, prefix: str = "") -> None:
        """Let a function read objects under a prefix, and find out if one does not exist."""
        function.may("s3:GetObject", on=[self.bucket.arn_for_objects(f"{prefix}*")])
        function.may("s3:ListBucket", on=[self.bucket.bucket_arn])
        self._key.used_by(function, "s3", customer_key.READ)
        function.add_environment(self._variable, self.bucket.bucket_name)

    def shown_by(self, function: SuiteFunction) -> None:
        """Tell a function the bucket's name, so that its pages may show what others sign links for."""
        function.add_environment(self._variable, self.bucket.bucket_name)

    def put_by(self, function: SuiteFunction, prefix: str) -> None:
        """Let a function write objects under a prefix, or sign upload forms for them."""
        function.may("s3:PutObject", on=[self.bucket.arn_for_objects(f"{prefix}*")])
        self._key.used_by(function, "s3", customer_key.SEND)
        function.add_environment(self._variable, self.bucket.bucket_name)
