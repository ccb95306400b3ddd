"""The secret with which a connector reaches its business system: one of ours, or one that the shop names."""

import json
from typing import cast

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct
from firstcontact.connectors import Connector, Kind, of_kind

from infra.constructs import customer_key
from infra.constructs.suite_function import SuiteFunction
from infra.logical_id import logical_id


class ConnectorSecret(Construct):
    """The secret of one kind of system, in ``<KIND>_SECRET_ARN``; operators fill it after the first deployment.

    Initially it contains an invalid token.
    """

    def __init__(self, scope: Construct, kind: Kind, key: customer_key.CustomerKey) -> None:
        super().__init__(scope, logical_id(kind))
        self._variable = _variable(kind)
        self._key = key
        secret = secretsmanager.Secret(
            self,
            "Secret",
            description=f"First Contact: {kind}, as {' or '.join(map(_fields, of_kind(kind)))}",
            encryption_key=key,
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template=json.dumps({"base_url": "https://not-connected.invalid"}),
                generate_string_key="token",
                exclude_punctuation=True,
            ),
            removal_policy=RemovalPolicy.RETAIN,
        )
        # The attribute is used because in the emulator a reference returns the name instead of the ARN.
        self.id = cast(secretsmanager.CfnSecret, secret.node.default_child).attr_id

    def read_by(self, function: SuiteFunction) -> None:
        """Let a function read the secret."""
        function.may("secretsmanager:GetSecretValue", on=[self.id])
        self._key.used_by(function, "secretsmanager", customer_key.READ)
        function.add_environment(self._variable, self.id)


class NamedSecret(Construct):
    """A secret that exists already, under the key ``aws/secretsmanager``; its name is in ``<KIND>_SECRET_ARN``.

    Secrets Manager takes a name wherever it takes an ARN, and an ARN without its random suffix can be ambiguous.
    """

    def __init__(self, scope: Construct, kind: Kind, name: str) -> None:
        super().__init__(scope, logical_id(kind))
        self._variable = _variable(kind)
        self._secret = secretsmanager.Secret.from_secret_name_v2(self, "Secret", name)
        self.id = name

    def read_by(self, function: SuiteFunction) -> None:
        """Let a function read the secret."""
        suffix = "-??????"  # an ARN ends with six random characters
        function.may("secretsmanager:GetSecretValue", on=[f"{self._secret.secret_arn}{suffix}"])
        function.add_environment(self._variable, self.id)


def _variable(kind: Kind) -> str:
    return f"{kind.upper()}_SECRET_ARN"


def _fields(connector: Connector) -> str:
    return f"{connector.vendor} ({', '.join(connector.fields)})"
