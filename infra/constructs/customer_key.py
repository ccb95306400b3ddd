"""The KMS key for all data at rest, and who may use it through which service."""

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

READ = ("kms:Decrypt", "kms:DescribeKey")
SEND = ("kms:Decrypt", "kms:GenerateDataKey")
WRITE = (
    *READ,
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


class CustomerKey(kms.Key):
    """A rotating key. Functions may use it only through a named service; logs and alarms use it directly."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(
            scope,
            name,
            description="First Contact: everything at rest",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self._open_to_log_groups()
        self._open_to_alarms()

    def used_by(self, grantee: iam.IGrantable, service: str, actions: tuple[str, ...]) -> None:
        """Let a principal use the key through this service only."""
        stack = Stack.of(self)
        via = f"{service}.{stack.region}.{stack.url_suffix}"
        grantee.grant_principal.add_to_principal_policy(
            iam.PolicyStatement(
                actions=[*actions],
                resources=[self.key_arn],
                conditions={"StringEquals": {"kms:ViaService": via}},
            )
        )

    def _open_to_log_groups(self) -> None:
        stack = Stack.of(self)
        groups = stack.format_arn(
            service="logs", resource="log-group", resource_name="*", arn_format=ArnFormat.COLON_RESOURCE_NAME
        )
        self.add_to_resource_policy(
            iam.PolicyStatement(
                sid="LogGroupsOfThisAccount",
                principals=[iam.ServicePrincipal(f"logs.{stack.region}.{stack.url_suffix}")],
                actions=[*WRITE],
                resources=["*"],
                conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
            )
        )

    def _open_to_alarms(self) -> None:
        self.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsOfThisAccount",
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=[*SEND],
                resources=["*"],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
