"""Keeps tests off the network: a socket that is opened is a failed test."""

import socket
from typing import NoReturn

import pytest

DOORS = ("connect", "connect_ex", "bind", "sendto")


class NetworkReached(AssertionError):
    """A rule or a handler under test reached for the network."""


def _refuse(*_: object, **__: object) -> NoReturn:
    raise NetworkReached("no test of a rule or a handler may open a socket")


def refuse_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every way out of this process raise."""
    for door in DOORS:
        monkeypatch.setattr(socket.socket, door, _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
