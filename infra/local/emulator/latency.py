"""Removes fixed delays that the emulator adds to every call.

They are fifty milliseconds after each invocation for possible log lines, forty for Nagle's algorithm on the runtime
socket, and a hundred and fifty before each execution's first state.
"""

import queue
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import stepfunctions

_EXECUTION_FLOOR = 0.15


def remove_floors() -> None:
    """Patch the delays out."""
    _drain_logs_briefly()
    _send_small_packets_at_once()
    stepfunctions.time = _Clock()


def _drain_logs_briefly() -> None:
    drain = lambda_runtime.Worker._drain_stderr_bounded

    def drain_briefly(
        worker: Any, first_line_wait: float = 0.003, idle_confirm: float = 0.002, hard_cap: float = 0.25
    ) -> str:
        return str(drain(worker, first_line_wait, idle_confirm, hard_cap))

    lambda_runtime.Worker._drain_stderr_bounded = drain_briefly


def _send_small_packets_at_once() -> None:
    build = lambda_runtime.ProvidedWorker._build_handler_class

    def build_undelayed(worker: Any, generation: int, pending: queue.Queue[Any]) -> Any:
        handler = build(worker, generation, pending)
        handler.disable_nagle_algorithm = True
        handler.wbufsize = 65536
        return handler

    lambda_runtime.ProvidedWorker._build_handler_class = build_undelayed


class _Clock:
    """The ``time`` module without the delay before an execution's first state."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        if seconds != _EXECUTION_FLOOR:
            time.sleep(seconds)
