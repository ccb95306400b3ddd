"""Connections on which the read timeout limits a whole response, however slowly its bytes arrive.

By default it limits the wait for the next byte only, so a server that sends a byte now and then holds its caller
for as long as it likes.
"""

import http.client
import io
import socket
import time
from collections.abc import Callable
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class TimedReader(io.RawIOBase):
    """Reads from a socket until its timeout has passed since this reader was made, then raises ``TimeoutError``."""

    def __init__(
        self, raw: io.RawIOBase, connection: socket.socket, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._raw, self._connection, self._clock = raw, connection, clock
        self._until = clock() + (connection.gettimeout() or 0.0)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what arrives next."""
        left = self._until - self._clock()
        if left <= 0:
            raise TimeoutError("the whole response took too long")
        self._connection.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Close the socket's reader, too."""
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *given: Any, **named: Any) -> None:
        super().__init__(sock, *given, **named)
        self.fp = io.BufferedReader(TimedReader(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _TimedResponse


class _SecureConnection(HTTPSConnection):
    response_class = _TimedResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def timed_pool(maxsize: int) -> urllib3.PoolManager:
    """A pool of such connections, which tries each request once."""
    pool = urllib3.PoolManager(maxsize=maxsize, retries=False)
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pool
