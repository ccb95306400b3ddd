from pathlib import Path

from starlette.testclient import TestClient

from infra.local.sandbox.application import SandboxSettings, application
from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.sandbox.conftest import RECORDS

HEADERS = {"Authorization": f"Bearer {SANDBOX_TOKENS['shopfront']['token']}"}


def test_an_order_names_its_parcel(client: TestClient) -> None:
    order = client.get("/shopfront/orders/1042", headers=HEADERS).json()
    assert (order["state"], order["total"], order["tracking_number"]) == ("in_transit", "149.00", "KP1042")


def test_nobody_reads_the_shop_without_its_token(client: TestClient) -> None:
    assert client.get("/shopfront/orders/1042").status_code == 401
    assert client.get("/shopfront/orders/1042", headers={"Authorization": "Bearer other"}).status_code == 401


def test_an_unknown_order_is_not_found(client: TestClient) -> None:
    answer = client.get("/shopfront/orders/9999", headers=HEADERS)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_a_customer_is_found_by_address_whatever_its_case(client: TestClient) -> None:
    found = client.get(
        "/shopfront/customers", params={"email": "ADA@customers.tidewire.example"}, headers=HEADERS
    ).json()
    assert [customer["id"] for customer in found["customers"]] == ["cus_ada"]


def test_orders_of_a_customer_come_newest_first(client: TestClient) -> None:
    found = client.get("/shopfront/customers/cus_ada/orders", headers=HEADERS).json()["orders"]
    assert [order["id"] for order in found] == ["1042", "1040"]


def test_what_was_written_survives_a_restart(client: TestClient, tmp_path: Path) -> None:
    client.post("/shopfront/orders/1042/notes", json={"text": "gift"}, headers=HEADERS)
    again = TestClient(application(SandboxSettings(tmp_path, RECORDS)))
    assert again.get("/shopfront/orders/1042", headers=HEADERS).json()["notes"] == ["gift"]
