"""Parcels at Parcel Tracker, the sandbox carrier."""

from pydantic import ValidationError

from firstcontact.connectors.http import Access, Vendor, bearer, segment
from firstcontact.errors import Unavailable
from firstcontact.systems.shipping import Shipment


class ParcelTracker:
    """Implements ``Carrier``."""

    def __init__(self, access: Access) -> None:
        self._carrier = Vendor("the carrier", access, bearer)

    def track(self, tracking_number: str) -> Shipment:
        told = self._carrier.read(f"/v1/trackers/{segment(tracking_number)}")
        try:
            last = told["events"][-1] if told["events"] else {}
            return Shipment(
                tracking_number=told["tracking_number"],
                state=told["state"],
                estimated_delivery=told.get("estimated_delivery"),
                last_event=_scan(last),
                last_event_at=last.get("at"),
            )
        except (KeyError, TypeError, AttributeError, ValidationError) as error:
            raise Unavailable("the carrier's answer cannot be read") from error


def _scan(event: dict[str, str]) -> str:
    """What happened and where, as text for customers."""
    text, place = event.get("text", ""), event.get("place", "")
    return f"{text}, {place}" if text and place else text
