"""A parcel's progress: it moves with time as far as the delivery depot, and further only on request.

Time alone never delivers a parcel, so a demo left running still has a parcel in transit.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from infra.local.sandbox.state import Record


class Scan(NamedTuple):
    """One tracking event of a parcel."""

    state: str
    text: str


SCANS = (
    Scan("label_created", "Label created, the parcel waits for collection"),
    Scan("in_transit", "Collected from the sender"),
    Scan("in_transit", "Sorted at the depot"),
    Scan("in_transit", "On the way to the delivery depot"),
    Scan("in_transit", "Arrived at the delivery depot"),
    Scan("out_for_delivery", "Out for delivery"),
    Scan("delivered", "Delivered"),
)
_BY_TEXT = {scan.text: number for number, scan in enumerate(SCANS)}
_DEPOT = 4
_UNKNOWN = {"label_created": 0, "in_transit": 1, "exception": _DEPOT, "out_for_delivery": 5, "delivered": 6}


def catch_up(shipment: Record, now: datetime, pace: timedelta) -> Record:
    """The shipment with the scans due by time: one per ``pace`` since it was loaded or last scanned."""
    since = datetime.fromisoformat(shipment["since"])
    while shipment["state"] == "in_transit" and _done(shipment) < _DEPOT and now - since >= pace:
        since += pace
        shipment = advance(shipment, since)
    return shipment


def advance(shipment: Record, now: datetime) -> Record:
    """The shipment after one more scan; a delivered one stays unchanged."""
    following = _done(shipment) + 1
    if shipment["state"] == "delivered" or following >= len(SCANS):
        return shipment
    scan = SCANS[following]
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    place = shipment["events"][-1]["place"] if shipment["events"] else "Rotterdam"
    events = [*shipment["events"], {"at": at, "place": place, "text": scan.text}]
    return shipment | {"state": scan.state, "events": events, "since": now.isoformat()}


def _done(shipment: Record) -> int:
    """The index of the last scan."""
    last = shipment["events"][-1]["text"] if shipment["events"] else ""
    return _BY_TEXT.get(last, _UNKNOWN.get(shipment["state"], 0))
