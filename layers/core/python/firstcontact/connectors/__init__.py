"""The business systems: one line a vendor.

A kind of system is a port in ``firstcontact.systems``; a vendor is a file here whose class fills it. To add one,
write the file, add its line, and run the contract tests of its kind in ``tests/connectors``.
"""

from importlib import import_module
from typing import Any, Literal, NamedTuple

from firstcontact.errors import Unavailable

Kind = Literal["orders", "shipping", "payments", "help_desk"]


class Connector(NamedTuple):
    """A vendor that fills a kind of system: where its class is, and the fields of its secret."""

    kind: Kind
    vendor: str
    target: str
    fields: tuple[str, ...]

    def load(self) -> Any:
        """The class, imported when it is first needed."""
        module, _, name = self.target.partition(":")
        return getattr(import_module(f"{__name__}.{module}"), name)


CONNECTORS = (
    Connector("orders", "shopfront", "shopfront:ShopfrontOrders", ("base_url", "token")),
    Connector("shipping", "parcel_tracker", "parcel_tracker:ParcelTracker", ("base_url", "token")),
    Connector("payments", "stripe", "stripe:StripePayments", ("base_url", "key")),
    Connector(
        "help_desk", "zendesk", "zendesk.tickets:ZendeskTicketing", ("base_url", "email", "token", "webhook_secret")
    ),
)
KINDS: tuple[Kind, ...] = tuple(dict.fromkeys(connector.kind for connector in CONNECTORS))


def of_kind(kind: Kind) -> tuple[Connector, ...]:
    """The vendors of a kind of system."""
    return tuple(connector for connector in CONNECTORS if connector.kind == kind)


def choose(kind: Kind, choice: str) -> Connector:
    """The vendor named in a choice such as ``orders=shopfront,payments=stripe``; the only one if none is named."""
    vendors = {connector.vendor: connector for connector in of_kind(kind)}
    pairs = (part.strip().partition("=") for part in choice.split(","))
    named = {key: vendor for key, _, vendor in pairs}.get(kind)
    vendor = named or next(iter(vendors))
    if vendor in vendors and (named or len(vendors) == 1):
        return vendors[vendor]
    raise Unavailable(
        f"no connector is chosen for {kind}",
        code="misconfigured",
        remedy=f"Set CONNECTORS to {' or '.join(f'{kind}={vendor}' for vendor in vendors)}.",
    )
