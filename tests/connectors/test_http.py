"""What all connectors get from the HTTP client: how often it tries, and where it sends nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from firstcontact.connectors.http import Vendor, bearer
from firstcontact.errors import FirstContactError, TooSlow, Unavailable
from firstcontact.resilience.budget import MAX_CALLS
from firstcontact.resilience.circuit import MIN_CALLS

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.connectors.conftest import Limits, System

PATH = "/orders/1042"
TOKEN = SANDBOX_TOKENS["shopfront"]
Read = Callable[[], Any]


@pytest.fixture
def shop(sandbox: str) -> System:
    return System(f"{sandbox}/shopfront")


@pytest.fixture
def read(sandbox: str, limits: Limits) -> Read:
    vendor = Vendor("the shop", limits.access({"base_url": f"{sandbox}/shopfront", **TOKEN}), bearer)
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
        Vendor("the shop", Limits().access({"base_url": address, **TOKEN}), bearer).read(PATH)
    assert raised.value.code == "misconfigured"


def test_a_system_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(Unavailable) as raised:
        Vendor("the shop", Limits().access({"base_url": "http://127.0.0.1:9"}), bearer).read(PATH)
    assert raised.value.code == "unreachable"


def test_a_body_that_drips_is_cut_off_when_its_time_is_over(read: Read, shop: System) -> None:
    shop.fail(mode="drip", seconds=0.05, times=3)
    with pytest.raises(Unavailable):  # the server itself never ends
        read()
    assert len(shop.calls()) == 3


@pytest.mark.parametrize("wrong", [{"mode": "fail"}, {"mode": "garbage"}, {"mode": "drip", "seconds": 0.05}])
def test_no_retry_is_made_for_which_there_is_no_time(
    read: Read, shop: System, limits: Limits, wrong: dict[str, object]
) -> None:
    shop.fail(times=9, **wrong)
    limits.budget.start(0.5)
    with pytest.raises(TooSlow):
        read()
    assert len(shop.calls()) == 1


def test_a_spent_budget_asks_nothing(read: Read, shop: System, limits: Limits) -> None:
    limits.budget.start(0)
    with pytest.raises(TooSlow):
        read()
    assert shop.calls() == []


def test_the_calls_of_one_invocation_are_counted(read: Read, shop: System, limits: Limits) -> None:
    for _ in range(2):
        limits.budget.start(60)
        for _ in range(MAX_CALLS):
            read()
        with pytest.raises(Unavailable) as raised:
            read()
        assert raised.value.code == "too_many_calls"
    assert len(shop.calls()) == 2 * MAX_CALLS


def test_a_vendor_that_keeps_failing_is_left_alone_for_a_while(read: Read, shop: System) -> None:
    shop.fail(mode="fail", times=99)
    for _ in range(5):
        with pytest.raises(Unavailable) as raised:
            read()
    assert (raised.value.code, raised.value.retry_after >= 1) == ("vendor_down", True)
    assert len(shop.calls()) == MIN_CALLS


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422, 429])
def test_a_vendor_that_refuses_is_not_down(read: Read, shop: System, limits: Limits, status: int) -> None:
    shop.fail(mode="fail", status=status, times=99)
    for _ in range(2 * MIN_CALLS):
        limits.budget.start(60)
        with pytest.raises(FirstContactError) as raised:
            read()
        assert raised.value.code != "vendor_down"
    assert limits.circuits.writes == 0


def test_a_vendor_that_works_costs_one_read_of_its_circuit(read: Read, limits: Limits) -> None:
    for _ in range(MAX_CALLS):
        read()
    assert (limits.circuits.reads, limits.circuits.writes) == (1, 0)
