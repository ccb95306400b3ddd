"""The business systems, each reached through the connector of the configured vendor."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from firstcontact.connectors import Kind, choose
from firstcontact.connectors.http import Access
from firstcontact.resilience.breaker import CircuitBreaker
from firstcontact.resilience.ports import BreakerStore
from firstcontact.services.configured import Configured
from firstcontact.systems.help_desk import Ticketing
from firstcontact.systems.orders import Orders
from firstcontact.systems.payments import Payments
from firstcontact.systems.shipping import Carrier

if TYPE_CHECKING:
    from firstcontact.adapters.aws.parameters import Secret


class ConnectorServices(Configured):
    """The business systems by name."""

    @cached_property
    def orders(self) -> Orders:
        orders: Orders = self._connect("orders")
        return orders

    @cached_property
    def shipping(self) -> Carrier:
        shipping: Carrier = self._connect("shipping")
        return shipping

    @cached_property
    def payments(self) -> Payments:
        payments: Payments = self._connect("payments")
        return payments

    @cached_property
    def help_desk(self) -> Ticketing:
        help_desk: Ticketing = self._connect("help_desk")
        return help_desk

    @cached_property
    def zendesk_secret(self) -> "Secret":
        """The help desk's secret: the credentials of its API and the signing secrets of its webhook."""
        return self._secret("help_desk_secret_arn")

    def _connect(self, kind: Kind) -> Any:
        connector = choose(kind, self.settings.connectors)
        breaker = CircuitBreaker(connector.vendor, self.breakers)
        return connector.load()(Access(self._secret(f"{kind}_secret_arn").fields, self.budget, breaker))

    @cached_property
    def breakers(self) -> BreakerStore:
        from firstcontact.adapters.aws.breakers import DynamoBreakers

        return DynamoBreakers(self._table("breakers_table"))
