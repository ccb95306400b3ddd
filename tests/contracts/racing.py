"""Calls that are made at the same moment from several threads."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from firstcontact.errors import FirstContactError

Result = TypeVar("Result")


def race(calls: Sequence[Callable[[], Result]]) -> list[Result | FirstContactError]:
    """What each call returned or refused with, all started together."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result | FirstContactError:
        start.wait(timeout=10)
        try:
            return call()
        except FirstContactError as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
