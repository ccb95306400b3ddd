"""Access logs of both APIs: caller, route and result, but never a token, a query string or a body."""

import json
from collections.abc import Mapping

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct, IConstruct

from infra.constructs.suite_log import SuiteLog


class ApiLogging(Construct):
    """The role with which API Gateway writes logs; there is one per account and region, so it outlives the stack."""

    def __init__(self, scope: Construct, name: str, key: kms.IKey) -> None:
        super().__init__(scope, name)
        self._key = key
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
            managed_policies=[
                iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AmazonAPIGatewayPushToCloudWatchLogs")
            ],
        )
        self._account = apigateway.CfnAccount(self, "Account", cloud_watch_role_arn=role.role_arn)
        role.apply_removal_policy(RemovalPolicy.RETAIN)
        self._account.apply_removal_policy(RemovalPolicy.RETAIN)

    def log(self, scope: Construct) -> SuiteLog:
        """A log group for the API in this scope."""
        return SuiteLog(scope, "Access", self._key)

    def precedes(self, stage: IConstruct) -> None:
        """Make the stage depend on the account's role, because API Gateway refuses a logging stage without it."""
        stage.node.add_dependency(self._account)

    @staticmethod
    def line(fields: Mapping[str, str]) -> str:
        """A log line's format as JSON."""
        return json.dumps(dict(fields))
