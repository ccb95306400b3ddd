"""Port Connections: whose windows are open, and which of them follow a conversation."""

import pytest
from firstcontact.channels.ports import Connections
from firstcontact.errors import NotFound
from firstcontact.identity.records import Customer

CUSTOMER = Customer(customer_id="cus_1", valued=True)


def test_an_open_window_is_its_customers(connections: Connections) -> None:
    connections.opened("window=", CUSTOMER)
    assert connections.customer("window=") == CUSTOMER
    assert connections.following("conv_1") == []


def test_an_unknown_window_is_nobodys_and_cannot_follow(connections: Connections) -> None:
    with pytest.raises(NotFound) as refusal:
        connections.customer("window")
    assert refusal.value.code == "connection_not_found"
    with pytest.raises(NotFound):
        connections.follow("window", "conv_1")
    assert connections.following("conv_1") == []


def test_every_window_that_follows_a_conversation_is_found(connections: Connections) -> None:
    for window in ("one", "two", "three"):
        connections.opened(window, CUSTOMER)
    connections.follow("one", "conv_1")
    connections.follow("two", "conv_1")
    connections.follow("three", "conv_2")
    assert sorted(connections.following("conv_1")) == ["one", "two"]
    assert connections.following("conv_2") == ["three"]


def test_a_window_follows_one_conversation_at_a_time(connections: Connections) -> None:
    connections.opened("window", CUSTOMER)
    connections.follow("window", "conv_1")
    connections.follow("window", "conv_2")
    assert connections.following("conv_1") == []
    assert connections.following("conv_2") == ["window"]
    assert connections.customer("window") == CUSTOMER


def test_a_closed_window_is_forgotten_and_closing_it_again_is_fine(connections: Connections) -> None:
    connections.opened("window", CUSTOMER)
    connections.follow("window", "conv_1")
    for _ in range(2):
        connections.closed("window")
        assert connections.following("conv_1") == []
        with pytest.raises(NotFound):
            connections.customer("window")
