"""The ports plugged together, each built on first use: a function pays only for what it touches."""

from functools import cache

from firstcontact.services.connectors import ConnectorServices
from firstcontact.services.knowledge import KnowledgeServices
from firstcontact.services.platform import Platform
from firstcontact.services.stores import Stores
from firstcontact.settings import Settings


class Services(Stores, KnowledgeServices, ConnectorServices, Platform):
    """Every port by name, filled by its deployed adapter. Tests subclass it and fill ports with fakes."""


@cache
def deployed() -> Services:
    """The services of this process, as its environment says."""
    return Services(Settings.from_environment())
