from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from firstcontact.connectors.shop import ShopOrders
from firstcontact.errors import NotFound, Unavailable
from firstcontact.money import Money
from firstcontact.systems.orders import OrderState

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.connectors.conftest import Fields

Fault = Callable[..., None]
Calls = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def shop(secret: Callable[[str], Fields]) -> ShopOrders:
    return ShopOrders(secret("shop"))


def test_an_order_is_read_with_its_lines_its_payment_and_its_parcel(shop: ShopOrders) -> None:
    order = shop.get("1042")
    assert (order.customer_id, order.state) == ("cus_ada", OrderState.IN_TRANSIT)
    assert order.total == Money(amount=Decimal("149.00"), currency="EUR")
    assert order.lines[0].serials == ("TW-HAR-7F3K92",)
    assert (order.payment_id, order.tracking_number) == ("pay_1042", "KP1042")


def test_the_latest_orders_come_newest_first(shop: ShopOrders) -> None:
    assert [order.order_id for order in shop.latest("cus_ada")] == ["1042", "1040"]
    assert [order.order_id for order in shop.latest("cus_ada", limit=1)] == ["1042"]
    assert shop.latest("cus_ben") == []


@pytest.mark.parametrize("order_id", ["9999", "../customers/cus_ada", "1042/notes", "1042?x=1", "..", ""])
def test_an_unknown_order_is_not_found_and_an_id_is_never_a_path(shop: ShopOrders, order_id: str) -> None:
    with pytest.raises(NotFound):
        shop.get(order_id)


@pytest.mark.parametrize(
    "wrong", [{"mode": "fail"}, {"mode": "garbage"}, {"mode": "rate_limit", "seconds": 0}, {"mode": "after_success"}]
)
def test_a_read_outlives_two_failures(shop: ShopOrders, fault: Fault, calls: Calls, wrong: dict[str, object]) -> None:
    fault("shop", times=2, **wrong)
    assert shop.get("1042").order_id == "1042"
    assert len(calls("shop")) == 3


def test_a_shop_that_stays_away_is_unavailable_after_three_tries(
    shop: ShopOrders, fault: Fault, calls: Calls
) -> None:
    fault("shop", mode="fail", times=9)
    with pytest.raises(Unavailable) as raised:
        shop.get("1042")
    assert (type(raised.value), raised.value.code) == (Unavailable, "unavailable")
    assert len(calls("shop")) == 3


def test_a_shop_that_does_not_answer_is_unavailable(shop: ShopOrders, fault: Fault) -> None:
    fault("shop", mode="stall", times=3, seconds=1)
    with pytest.raises(Unavailable):
        shop.get("1042")


def test_a_long_wait_is_left_to_the_caller(shop: ShopOrders, fault: Fault, calls: Calls) -> None:
    fault("shop", mode="rate_limit", seconds=60)
    with pytest.raises(Unavailable) as raised:
        shop.get("1042")
    assert (raised.value.code, len(calls("shop"))) == ("rate_limited", 1)


def test_a_refused_token_is_our_trouble_and_not_the_customers(secret: Callable[[str], Fields]) -> None:
    wrong = {**secret("shop")(), "token": "old"}
    with pytest.raises(Unavailable) as raised:
        ShopOrders(lambda: wrong).get("1042")
    assert raised.value.code == "sign_in_refused"


@pytest.mark.parametrize("address", ["", "http://shop.example/api", "file:///etc", "ftp://127.0.0.1/"])
def test_no_token_is_sent_to_an_address_that_is_not_safe(address: str) -> None:
    with pytest.raises(Unavailable) as raised:
        ShopOrders(lambda: {"base_url": address, **SANDBOX_TOKENS["shop"]}).get("1042")
    assert raised.value.code == "misconfigured"


def test_a_shop_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(Unavailable) as raised:
        ShopOrders(lambda: {"base_url": "http://127.0.0.1:9"}).get("1042")
    assert raised.value.code == "unreachable"
