"""Log groups."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct


class SuiteLog(logs.LogGroup):
    """An encrypted log group with a retention of one month."""

    def __init__(self, scope: Construct, name: str, key: kms.IKey, *, log_group_name: str | None = None) -> None:
        super().__init__(
            scope,
            name,
            log_group_name=log_group_name,
            encryption_key=key,
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
