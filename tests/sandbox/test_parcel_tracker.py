from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from infra.local.sandbox import journey
from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.parcel_tracker import parcel_tracker
from infra.local.sandbox.seed import load_records
from infra.local.sandbox.state import State
from tests.sandbox.conftest import RECORDS

HEADERS = {"Authorization": f"Bearer {SANDBOX_TOKENS['parcel_tracker']['token']}"}
SHOP_HEADERS = {"Authorization": f"Bearer {SANDBOX_TOKENS['shopfront']['token']}"}
BEGIN = datetime(2026, 3, 4, 8, tzinfo=UTC)


class Clock:
    now = BEGIN

    def __call__(self) -> datetime:
        return self.now


def test_a_parcel_on_its_way_moves_with_time_but_is_not_delivered_by_it(tmp_path: Path) -> None:
    state, clock = State(tmp_path), Clock()
    load_records(state, RECORDS, BEGIN)
    client = TestClient(Starlette(routes=[parcel_tracker(state, clock=clock)]))
    seen = []
    for minutes in (0, 10, 20, 6000):
        clock.now = BEGIN + timedelta(minutes=minutes)
        tracker = client.get("/parcel_tracker/v1/trackers/KP1042", headers=HEADERS).json()
        seen.append((len(tracker["events"]), tracker["state"]))
    assert seen == [(1, "in_transit"), (2, "in_transit"), (3, "in_transit"), (4, "in_transit")]


def test_a_parcel_can_be_advanced_until_it_is_delivered_and_so_is_the_order(client: TestClient) -> None:
    for _ in range(len(journey.SCANS)):
        tracker = client.post("/parcel_tracker/v1/trackers/KP1042/advance", headers=HEADERS).json()
    assert tracker["state"] == "delivered"
    order = client.get("/shopfront/orders/1042", headers=SHOP_HEADERS).json()
    assert (order["state"], order["delivered_at"]) == ("delivered", tracker["events"][-1]["at"])


def test_an_unknown_tracking_number_is_not_found(client: TestClient) -> None:
    answer = client.get("/parcel_tracker/v1/trackers/KP0", headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_tracking_number")
