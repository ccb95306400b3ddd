"""A Lambda function of the suite: with its own code, role and encrypted log."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import Duration, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.function_code import function_code
from infra.constructs.layers import Layers
from infra.constructs.suite_log import SuiteLog
from infra.logical_id import logical_id


@dataclass(frozen=True)
class Foundation:
    """What every function needs: the sources, the layers, and the key for its log."""

    source: Path
    layers: Layers
    key: kms.IKey


class SuiteFunction(lambda_.Function):
    """A function of a folder under ``functions``. It may write its log and traces; all else must be granted."""

    def __init__(
        self,
        scope: Construct,
        folder: str,
        foundation: Foundation,
        *,
        layers: Sequence[str],
        seconds: int,
        memory: int,
        disk: int,
    ) -> None:
        name = logical_id(folder)
        role = iam.Role(scope, f"{name}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log = SuiteLog(scope, f"{name}Log", foundation.key)
        log.grant_write(role)
        super().__init__(
            scope,
            name,
            description=f"First Contact: {folder}",
            code=function_code(foundation.source, folder),
            handler=f"functions.{folder}.handler.handler",
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            layers=foundation.layers.named("core", "runtime", *layers),
            role=role,
            log_group=log,
            timeout=Duration.seconds(seconds),
            memory_size=memory,
            ephemeral_storage_size=Size.mebibytes(disk),
            tracing=lambda_.Tracing.ACTIVE,
        )
        self.folder = folder

    def may(self, *actions: str, on: Sequence[str], **conditions: object) -> None:
        """Allow actions on resources."""
        self.add_to_role_policy(
            iam.PolicyStatement(actions=[*actions], resources=[*on], conditions=conditions or None)
        )
