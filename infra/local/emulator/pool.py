"""Limits the number of workers per function; further calls wait in a queue.

The emulator starts one process per concurrent invocation and ignores the template's reserved concurrency: sixteen
concurrent calls started nineteen interpreters, and the slowest answer took over five seconds. Here a call waits for
a free worker, and is throttled, as in AWS, only if none becomes free in time.
"""

import threading
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

_PATIENCE = 30.0  # seconds; longer than API Gateway waits, and ends the wait of a function that calls itself


class WorkerPool:
    """Leases workers, at most ``ceiling`` per function version."""

    def __init__(self, ceiling: int, patience: float = _PATIENCE) -> None:
        self._ceiling, self._patience = ceiling, patience
        self._freed = threading.Condition()

    def acquire(
        self, name: str, config: dict[str, Any], code: bytes, qualifier: str = "$LATEST", **_: Any
    ) -> tuple[Any, str]:
        """Lease a worker, waiting if the function has reached its limit."""
        deadline = time.monotonic() + self._patience
        while True:
            worker, reason = lambda_runtime.acquire_worker(
                name, config, code, qualifier=qualifier, max_concurrency=self._ceiling
            )
            if worker is not None or time.monotonic() > deadline:
                return worker, reason
            with self._freed:
                self._freed.wait(0.1)  # a worker may be released between the check and the wait

    def release(self, worker: Any) -> None:
        """Return a worker and wake those who wait for one."""
        lambda_runtime.release_worker(worker)
        with self._freed:
            self._freed.notify_all()


def limit_workers(ceiling: int) -> None:
    """Lease every worker through one pool with a limit."""
    pool = WorkerPool(ceiling)
    lambda_svc.acquire_worker = pool.acquire
    lambda_svc.release_worker = pool.release
