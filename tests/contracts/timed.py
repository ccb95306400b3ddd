"""A ledger and the clock its holds run out by, moved by hand."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from firstcontact.adapters.aws import ledger
from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.idempotency import IdempotencyStore

from tests.fakes.stores import FakeLedger


class TimedLedger(NamedTuple):
    """``wait`` lets so many seconds pass for the ledger."""

    ledger: IdempotencyStore
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


def in_memory() -> TimedLedger:
    """The fake."""
    fake = FakeLedger()

    def wait(seconds: float) -> None:
        fake.clock += seconds

    return TimedLedger(fake, wait)


def in_dynamodb(table: Table, patch: pytest.MonkeyPatch) -> TimedLedger:
    """The real one."""
    clock = Clock()
    patch.setattr(ledger, "time", clock)
    return TimedLedger(ledger.DynamoIdempotencyStore(table), clock.wait)
