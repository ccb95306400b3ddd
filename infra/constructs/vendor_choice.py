"""The vendor of each kind of business system, chosen at deployment."""

from aws_cdk import CfnParameter, Stack
from constructs import Construct
from firstcontact.connectors import CONNECTORS, KINDS, of_kind

from infra.constructs.suite_function import SuiteFunction


class VendorChoice(Construct):
    """A parameter such as ``orders=shopfront,payments=stripe``; the default is the first vendor of each kind."""

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
        """Give a function the vendors to use."""
        function.add_environment("CONNECTORS", self.value)
