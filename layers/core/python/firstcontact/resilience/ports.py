"""The port of the circuit breakers."""

from typing import Protocol

from firstcontact.resilience.records import Circuit


class BreakerStore(Protocol):
    """The vendors' circuits, shared by all processes."""

    def get(self, vendor: str) -> Circuit:
        """The vendor's circuit; a closed one of version 0 if none was stored."""

    def put(self, circuit: Circuit) -> bool:
        """Store the circuit under the next version; False if it has been changed since it was read."""
