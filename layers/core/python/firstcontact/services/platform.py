"""Platform services: sockets, the workflow, sign-in, the handoff switch and prices."""

from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

from firstcontact.channels.ports import ChatSocket
from firstcontact.costs.price_book import PriceBook
from firstcontact.identity.ports import TokenVerifier
from firstcontact.resolution.ports import Workflow
from firstcontact.routing.ports import HandoffSwitch
from firstcontact.services.configured import Configured

if TYPE_CHECKING:
    pass


class Platform(Configured):
    """The platform services by name."""

    @cached_property
    def socket(self) -> ChatSocket:
        from firstcontact.adapters.aws.sockets import GatewaySocket

        return GatewaySocket(self.settings.need("websocket_endpoint"), self.meter)

    @cached_property
    def workflow(self) -> Workflow:
        from firstcontact.adapters.aws.stepfunctions import StepFunctionsWorkflow

        return StepFunctionsWorkflow(self.settings.resolution_workflow_arn or "", self.meter)

    @cached_property
    def switch(self) -> HandoffSwitch:
        from firstcontact.adapters.aws.parameters import SsmHandoffSwitch

        return SsmHandoffSwitch(self.settings.need("switch_parameter"))

    @cached_property
    def tokens(self) -> TokenVerifier:
        from firstcontact.adapters.aws.cognito import CognitoTokenVerifier

        settings = self.settings
        endpoint = settings.aws_endpoint_url or f"https://cognito-idp.{settings.aws_region}.amazonaws.com"
        return CognitoTokenVerifier(endpoint, settings.need("user_pool_id"), settings.need("user_pool_client_id"))

    @cached_property
    def price_book(self) -> PriceBook:
        """The newest price book included in the suite."""
        books = [
            entry for entry in resources.files("firstcontact.costs.prices").iterdir() if entry.name.endswith(".toml")
        ]
        return PriceBook.parse(max(books, key=lambda entry: entry.name).read_text("utf-8"))
