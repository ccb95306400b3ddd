"""The contract of every connector that reads orders."""

from decimal import Decimal
from typing import Any

import pytest
from firstcontact.connectors import Connector, Kind
from firstcontact.errors import NotFound, Unavailable, VendorRefused
from firstcontact.money import Money
from firstcontact.systems.orders import Orders, OrderState

from tests.connectors.conftest import Limits, System

KIND: Kind = "orders"


@pytest.fixture
def orders(connected: Any) -> Orders:
    found: Orders = connected
    return found


def test_an_order_is_read_with_its_lines_its_payment_and_its_parcel(orders: Orders) -> None:
    order = orders.get("1042")
    assert (order.customer_id, order.state) == ("cus_ada", OrderState.IN_TRANSIT)
    assert order.total == Money(amount=Decimal("149.00"), currency="EUR")
    assert order.lines[0].serials == ("TW-HAR-7F3K92",)
    assert (order.payment_id, order.tracking_number) == ("pay_1042", "KP1042")


def test_the_latest_orders_come_newest_first(orders: Orders) -> None:
    assert [order.order_id for order in orders.latest("cus_ada")] == ["1042", "1040"]
    assert [order.order_id for order in orders.latest("cus_ada", limit=1)] == ["1042"]
    assert orders.latest("cus_ben") == []


@pytest.mark.parametrize("order_id", ["9999", "../customers/cus_ada", "1042/notes", "1042?x=1", "..", ""])
def test_an_unknown_order_is_not_found_and_an_id_is_never_a_path(orders: Orders, order_id: str) -> None:
    with pytest.raises(NotFound):
        orders.get(order_id)


@pytest.mark.parametrize(
    "wrong", [{"mode": "fail"}, {"mode": "garbage"}, {"mode": "rate_limit", "seconds": 0}, {"mode": "after_success"}]
)
def test_a_read_outlives_two_failures(orders: Orders, system: System, wrong: dict[str, object]) -> None:
    system.fail(times=2, **wrong)
    assert orders.get("1042").order_id == "1042"


@pytest.mark.parametrize("wrong", [{"mode": "fail", "times": 9}, {"mode": "stall", "times": 3, "seconds": 1}])
def test_a_shop_that_stays_away_is_unavailable(orders: Orders, system: System, wrong: dict[str, object]) -> None:
    system.fail(**wrong)
    with pytest.raises(Unavailable) as raised:
        orders.get("1042")
    assert (type(raised.value), raised.value.code) == (Unavailable, "unavailable")


def test_a_refused_sign_in_is_our_trouble_and_not_the_customers(connector: Connector, fields: dict[str, str]) -> None:
    outdated = {name: value if name == "base_url" else "outdated" for name, value in fields.items()}
    with pytest.raises(Unavailable) as raised:
        connector.load()(Limits().access(outdated)).get("1042")
    assert raised.value.code == "sign_in_refused"


@pytest.mark.parametrize("code", ["sandbox_fault", "validation_failed", "api_error", "invalid_version", "gone"])
@pytest.mark.parametrize("status", [400, 405, 409, 410, 422])
def test_a_shop_that_does_not_accept_our_request_is_for_a_person(
    orders: Orders, system: System, status: int, code: str
) -> None:
    system.fail(mode="fail", status=status, code=code)
    with pytest.raises(VendorRefused) as raised:
        orders.get("1042")
    assert raised.value.vendor_code == ("409" if status == 409 else code)
    assert code not in raised.value.detail
    assert len(system.calls()) == 1
