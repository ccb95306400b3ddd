"""The business systems, each reached by its connector."""

from functools import cached_property
from typing import TYPE_CHECKING

from firstcontact.services.configured import Configured
from firstcontact.systems.help_desk import Ticketing
from firstcontact.systems.orders import Orders
from firstcontact.systems.payments import Payments
from firstcontact.systems.shipping import Carrier

if TYPE_CHECKING:
    from firstcontact.adapters.aws.parameters import Secret


class ConnectorServices(Configured):
    """Every business system by name."""

    @cached_property
    def orders(self) -> Orders:
        from firstcontact.connectors.shop import ShopOrders

        return ShopOrders(self._secret("shop_secret_arn").fields)

    @cached_property
    def carrier(self) -> Carrier:
        from firstcontact.connectors.carrier import CarrierTracking

        return CarrierTracking(self._secret("carrier_secret_arn").fields)

    @cached_property
    def payments(self) -> Payments:
        from firstcontact.connectors.stripe import StripePayments

        return StripePayments(self._secret("payments_secret_arn").fields)

    @cached_property
    def ticketing(self) -> Ticketing:
        from firstcontact.connectors.zendesk.tickets import ZendeskTicketing

        return ZendeskTicketing(self.zendesk_secret.fields)

    @cached_property
    def zendesk_secret(self) -> "Secret":
        """The help desk's secret: its API's credentials and the webhook's signing secrets."""
        return self._secret("zendesk_secret_arn")
