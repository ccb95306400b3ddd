"""Parcels: the record, and the port of the carrier."""

from datetime import date
from typing import Protocol

from firstcontact.record import Instant, Record


class Shipment(Record):
    """A parcel as the carrier sees it now."""

    tracking_number: str
    state: str
    estimated_delivery: date | None = None
    last_event: str = ""
    last_event_at: Instant | None = None


class Carrier(Protocol):
    """Where parcels are."""

    def track(self, tracking_number: str) -> Shipment:
        """The parcel's state now; ``NotFound`` if the carrier does not know it."""
