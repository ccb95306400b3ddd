"""Connects ports to their adapters. Each adapter is built on first use, so a function loads only what it needs."""

from functools import cache

from firstcontact.services.connectors import ConnectorServices
from firstcontact.services.knowledge import KnowledgeServices
from firstcontact.services.platform import Platform
from firstcontact.services.stores import Stores
from firstcontact.settings import Settings


class Services(Stores, KnowledgeServices, ConnectorServices, Platform):
    """Every port by name, filled by its deployed adapter. Tests subclass it and replace ports by fakes."""


@cache
def deployed() -> Services:
    """The services of this process, configured from its environment."""
    return Services(Settings.from_environment())
