"""Loads a shop's sandbox records into an empty state.

All dates are shifted by whole days so that the latest event is recent: parcels that were in transit when the
records were written are in transit when they are loaded, and return periods work as intended.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from firstcontact.money import Money

from infra.local.sandbox.state import Record, State

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
KINDS = ("customers", "products", "orders", "shipments")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def load_records(state: State, folder: Path, now: datetime | None = None) -> None:
    """Fill an empty state from the JSON files of a folder."""
    if state.get("sandbox", "loaded"):
        return
    now = now or datetime.now(UTC)
    records = {kind: _read(folder / f"{kind}.json") for kind in KINDS}
    days = (now - max(map(_moment, _moments(records)), default=now)) // timedelta(days=1)
    records = _later(records, timedelta(days=max(days, 0)))
    with state.transaction():
        for customer in records["customers"]:
            state.put("customer", customer["id"], customer)
        for product in records["products"]:
            state.put("product", product["id"], product)
        for shipment in records["shipments"]:
            state.put("shipment", shipment["id"], shipment | {"since": now.isoformat()})
        for order in records["orders"]:
            _put_order(state, order)
        state.put("sandbox", "loaded", {"at": now.isoformat(), "moved_by_days": max(days, 0)})


def _read(file: Path) -> list[Record]:
    found: list[Record] = json.loads(file.read_text("utf-8")) if file.exists() else []
    return found


def _put_order(state: State, order: Record) -> None:
    shipment = state.get("shipment", str(order.get("shipment_id")))
    if shipment:
        state.put("shipment", shipment["id"], shipment | {"order_id": order["id"]})
    state.put("order", order["id"], order | {"tracking_number": shipment["tracking_number"] if shipment else None})
    if order.get("payment_id"):
        payment = {
            "id": order["payment_id"],
            "object": "payment_intent",
            "amount": Money(amount=Decimal(order["total"]), currency=order["currency"]).minor,
            "currency": order["currency"].lower(),
            "status": "succeeded",
        }
        state.put("payment", payment["id"], payment)


def _moments(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _moments(item)
    elif isinstance(value, str) and _MOMENT.fullmatch(value):
        yield value


def _later(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {name: _later(item, by) for name, item in value.items()}
    if isinstance(value, list):
        return [_later(item, by) for item in value]
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return (_moment(value) + by).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, str) and _DAY.fullmatch(value):
        return (datetime.fromisoformat(value) + by).date().isoformat()
    return value


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
