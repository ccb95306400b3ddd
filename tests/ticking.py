"""Ids in the order they were made, even when tests make many in one millisecond."""

import itertools
import time

import pytest
from ulid import ULID

_MILLISECONDS = itertools.count(int(time.time() * 1000))


class TickingULID(ULID):
    """A new id is a millisecond later than the one before."""

    def __init__(self, value: bytes | None = None) -> None:
        super().__init__(value or ULID.from_timestamp(next(_MILLISECONDS)).bytes)


def tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every new id be later than the last."""
    monkeypatch.setattr("firstcontact.record.ULID", TickingULID)
