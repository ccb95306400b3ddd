"""A response is read until its time is over, however its bytes arrive."""

import io
import socket
from typing import Any, cast

import pytest
from firstcontact.resilience.timed_http import TimedReader

from tests.resilience.clock import Clock


class Drip(io.RawIOBase):
    """A server that sends one byte every few seconds, for ever."""

    def __init__(self, clock: Clock, pause: float) -> None:
        self._clock, self._pause = clock, pause

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._clock.wait(self._pause)
        buffer[:1] = b"x"
        return 1


class Connection:
    """A socket with a timeout, which it is told again before each read."""

    def __init__(self, timeout: float) -> None:
        self.timeouts = [timeout]

    def gettimeout(self) -> float:
        return self.timeouts[-1]

    def settimeout(self, seconds: float) -> None:
        self.timeouts.append(seconds)


def reader(pause: float, timeout: float = 4.0) -> tuple[io.BufferedReader, Clock, Connection]:
    clock, connection = Clock(0), Connection(timeout)
    raw = TimedReader(Drip(clock, pause), cast("socket.socket", connection), clock)
    return io.BufferedReader(raw), clock, connection


@pytest.mark.parametrize("pause", [0.01, 0.5, 1.0, 3.0, 3.9])
@pytest.mark.parametrize("read", ["read", "readline", "readall"])
def test_bytes_that_drip_are_cut_off_in_total(pause: float, read: str) -> None:
    stream, clock, _ = reader(pause)
    with pytest.raises(TimeoutError):
        stream.read() if read == "readall" else getattr(stream, read)(65536)
    assert clock.now < 4.0 + pause + 0.001


def test_each_byte_may_take_what_is_left_and_no_longer() -> None:
    stream, _, connection = reader(1.0)
    stream.read(3)
    assert connection.timeouts[1:] == [4.0, 3.0, 2.0]


def test_closing_the_reader_closes_the_connections_reader() -> None:
    raw = Drip(Clock(), 0)
    io.BufferedReader(TimedReader(raw, cast("socket.socket", Connection(4.0)))).close()
    assert raw.closed
