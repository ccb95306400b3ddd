"""What all connectors get from the HTTP client: how often it tries, and where it sends nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from firstcontact.connectors.http import Vendor, bearer
from firstcontact.errors import Unavailable

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.connectors.conftest import System

PATH = "/orders/1042"
TOKEN = SANDBOX_TOKENS["shopfront"]
Read = Callable[[], Any]


@pytest.fixture
def shop(sandbox: str) -> System:
    return System(f"{sandbox}/shopfront")


@pytest.fixture
def read(sandbox: str) -> Read:
    vendor = Vendor("the shop", lambda: {"base_url": f"{sandbox}/shopfront", **TOKEN}, bearer)
    return lambda: vendor.read(PATH)


def test_a_read_is_tried_three_times(read: Read, shop: System) -> None:
    shop.fail(mode="fail", times=2)
    read()
    shop.fail(mode="fail", times=9)
    with pytest.raises(Unavailable):
        read()
    assert len(shop.calls()) == 6


def test_a_long_wait_is_left_to_the_caller(read: Read, shop: System) -> None:
    shop.fail(mode="rate_limit", seconds=60)
    with pytest.raises(Unavailable) as raised:
        read()
    assert (raised.value.code, len(shop.calls())) == ("rate_limited", 1)


@pytest.mark.parametrize("address", ["", "http://shop.example/api", "file:///etc", "ftp://127.0.0.1/"])
def test_no_token_is_sent_to_an_address_that_is_not_safe(address: str) -> None:
    with pytest.raises(Unavailable) as raised:
        Vendor("the shop", lambda: {"base_url": address, **TOKEN}, bearer).read(PATH)
    assert raised.value.code == "misconfigured"


def test_a_system_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(Unavailable) as raised:
        Vendor("the shop", lambda: {"base_url": "http://127.0.0.1:9"}, bearer).read(PATH)
    assert raised.value.code == "unreachable"
