"""Runs work beside other work, on a thread that ends with the process."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def start(work: Callable[[], Result]) -> "Future[Result]":
    """Start the work now; ``result()`` waits for what it returns or raises.

    An executor's threads would keep a failed or interrupted command alive until they are done.
    """
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  (raised again by ``result()``)
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future
