"""The kind of OpenSearch at an address: a Serverless collection, a domain in AWS, or a self-managed node."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Target = Literal["collection", "domain", "node"]


def at(host: str) -> Target:
    """The kind of OpenSearch at a host, by its name."""
    if host.endswith(".aoss.amazonaws.com"):
        return "collection"
    return "domain" if host.endswith(".amazonaws.com") else "node"


def of(client: "OpenSearch") -> Target:
    """The kind of OpenSearch that a client talks to."""
    return at(client.transport.hosts[0]["host"])
