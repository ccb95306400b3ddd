from datetime import UTC, datetime
from pathlib import Path

from infra.local.loader.folder import SHOPS
from infra.local.sandbox.seed import load_records
from infra.local.sandbox.state import State
from tests.sandbox.conftest import RECORDS


def test_the_demo_happened_lately_whenever_it_is_loaded(tmp_path: Path) -> None:
    state = State(tmp_path)
    load_records(state, RECORDS, datetime(2027, 1, 10, 8, tzinfo=UTC))
    order, shipment = state.get("order", "1042"), state.get("shipment", "shp_1042")
    assert order is not None
    assert shipment is not None
    assert shipment["events"][0]["at"] == "2027-01-09T17:05:00Z"
    assert (order["placed_at"], shipment["estimated_delivery"]) == ("2027-01-08T10:00:00Z", "2027-01-12")


def test_the_demo_is_loaded_once(tmp_path: Path) -> None:
    state = State(tmp_path)
    load_records(state, RECORDS)
    state.put("product", "HAR-AX3", {"id": "HAR-AX3", "stock": 0})
    load_records(state, RECORDS)
    assert state.get("product", "HAR-AX3") == {"id": "HAR-AX3", "stock": 0}


def test_the_shipped_demo_loads(tmp_path: Path) -> None:
    state = State(tmp_path)
    load_records(state, SHOPS / "tidewire" / "sandbox")
    order = state.get("order", "1042")
    assert order is not None
    assert (order["customer_id"], order["state"]) == ("cus_ada", "in_transit")
    assert order["tracking_number"]
