"""Waits that the emulator puts on every call, though nothing is being waited for.

Fifty milliseconds after each invocation for log lines that may come, forty for Nagle's algorithm on the runtime
socket, a hundred and fifty before each execution's first state.
"""

import queue
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import stepfunctions

_EXECUTION_FLOOR = 0.15


def remove_floors() -> None:
    """Answer as soon as the answer is there."""
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
    """The ``time`` module, except that the wait before an execution's first state takes none."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        if seconds != _EXECUTION_FLOOR:
            time.sleep(seconds)
