"""Which vendor fills each kind of business system, chosen when the suite is deployed."""

from aws_cdk import CfnParameter, Stack
from constructs import Construct
from firstcontact.connectors import CONNECTORS, KINDS, of_kind

from infra.constructs.suite_function import SuiteFunction


class VendorChoice(Construct):
    """A parameter such as ``orders=shopfront,payments=stripe``; without it, the first vendor of each kind."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        known = "|".join(f"{connector.kind}={connector.vendor}" for connector in CONNECTORS)
        self.value = CfnParameter(
            Stack.of(self),
            "Connectors",
            description="The vendor of each kind of business system",
            default=",".join(f"{kind}={of_kind(kind)[0].vendor}" for kind in KINDS),
            allowed_pattern=f"({known})(,({known}))*",
        ).value_as_string

    def read_by(self, function: SuiteFunction) -> None:
        """Let a function know which connectors to use."""
        function.add_environment("CONNECTORS", self.value)
