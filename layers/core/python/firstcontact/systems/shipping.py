"""Parcels: the record, and the port of the carrier."""

from datetime import date
from typing import Protocol

from firstcontact.record import Instant, Record


class Shipment(Record):
    """A parcel's current state at the carrier."""

    tracking_number: str
    state: str
    estimated_delivery: date | None = None
    last_event: str = ""
    last_event_at: Instant | None = None


class Carrier(Protocol):
    """The carrier that delivers parcels."""

    def track(self, tracking_number: str) -> Shipment:
        """The parcel's current state; raises ``NotFound`` if the carrier does not know it."""
