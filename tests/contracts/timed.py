"""An idempotency store and the clock its holds run out by, moved by hand."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from firstcontact.adapters.aws import idempotency_store
from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.idempotency import IdempotencyStore

from tests.fakes.stores import FakeIdempotencyStore


class TimedStore(NamedTuple):
    """``wait`` lets so many seconds pass for the store."""

    store: IdempotencyStore
    wait: Callable[[float], None]


class Clock:
    """Stands where the adapter looks for ``time``."""

    def __init__(self) -> None:
        self._now = 1_793_600_000.0

    def time(self) -> float:
        """Seconds since the epoch."""
        return self._now

    monotonic = time

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds


def in_memory() -> TimedStore:
    """The fake."""
    fake = FakeIdempotencyStore()

    def wait(seconds: float) -> None:
        fake.clock += seconds

    return TimedStore(fake, wait)


def in_dynamodb(table: Table, patch: pytest.MonkeyPatch) -> TimedStore:
    """The real one."""
    clock = Clock()
    patch.setattr(idempotency_store, "time", clock)
    return TimedStore(idempotency_store.DynamoIdempotencyStore(table), clock.wait)
