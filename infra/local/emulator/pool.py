"""A ceiling on workers per function, behind which a burst queues.

The emulator starts one process per concurrent invocation and ignores the template's reserved concurrency: sixteen
calls at once started nineteen interpreters and the slowest answer took over five seconds. Here a call waits for a
free worker, and is throttled as in AWS only when none becomes free in time.
"""

import threading
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

_PATIENCE = 30.0  # longer than API Gateway waits; ends a function that waits for itself


class WorkerPool:
    """Leases workers, never more than ``ceiling`` per function version."""

    def __init__(self, ceiling: int, patience: float = _PATIENCE) -> None:
        self._ceiling, self._patience = ceiling, patience
        self._freed = threading.Condition()

    def acquire(
        self, name: str, config: dict[str, Any], code: bytes, qualifier: str = "$LATEST", **_: Any
    ) -> tuple[Any, str]:
        """Lease a worker, waiting for one when the function has as many as it may."""
        deadline = time.monotonic() + self._patience
        while True:
            worker, reason = lambda_runtime.acquire_worker(
                name, config, code, qualifier=qualifier, max_concurrency=self._ceiling
            )
            if worker is not None or time.monotonic() > deadline:
                return worker, reason
            with self._freed:
                self._freed.wait(0.1)  # a notice can come between the question and the wait

    def release(self, worker: Any) -> None:
        """Give a worker back and wake whoever waits for one."""
        lambda_runtime.release_worker(worker)
        with self._freed:
            self._freed.notify_all()


def limit_workers(ceiling: int) -> None:
    """Lease every worker through one pool with a ceiling."""
    pool = WorkerPool(ceiling)
    lambda_svc.acquire_worker = pool.acquire
    lambda_svc.release_worker = pool.release
