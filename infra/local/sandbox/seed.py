"""Loads the demo shop into an empty state.

The demo's dates are moved by whole days so that its latest event is recent: what was on its way when the demo was
written is on its way when it is loaded, and return periods run as intended.
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
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def load_demo(state: State, file: Path, now: datetime | None = None) -> None:
    """Fill the state from the demo's file, once."""
    if state.get("sandbox", "loaded"):
        return
    now = now or datetime.now(UTC)
    demo = json.loads(file.read_text("utf-8"))
    days = (now - max(map(_moment, _moments(demo)), default=now)) // timedelta(days=1)
    demo = _later(demo, timedelta(days=max(days, 0)))
    with state.transaction():
        for customer in demo["customers"]:
            state.put("customer", customer["id"], customer)
        for product in demo["products"]:
            state.put("product", product["id"], product)
        for shipment in demo.get("shipments", []):
            state.put("shipment", shipment["id"], shipment | {"since": now.isoformat()})
        for order in demo["orders"]:
            _put_order(state, order)
        state.put("sandbox", "loaded", {"at": now.isoformat(), "moved_by_days": max(days, 0)})


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
