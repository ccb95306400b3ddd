"""What answers at an address: a Serverless collection, a domain in AWS, or a node of one's own."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Target = Literal["collection", "domain", "node"]


def at(host: str) -> Target:
    """What a host is, by its name."""
    if host.endswith(".aoss.amazonaws.com"):
        return "collection"
    return "domain" if host.endswith(".amazonaws.com") else "node"


def of(client: "OpenSearch") -> Target:
    """What a client talks to."""
    return at(client.transport.hosts[0]["host"])
