"""Implements ``HeartbeatSeconds`` for tasks that wait for a callback.

The emulator records heartbeats but never checks them, so a task whose worker stops responding would wait forever. A
watchdog thread per task fails it with ``States.HeartbeatTimeout``, which Retry and Catch can handle.
"""

import contextvars
import threading
import time
from typing import Any

from ministack.services import stepfunctions


def enforce_heartbeats() -> None:
    """Watch every callback task that declares a heartbeat."""
    invoke = stepfunctions._invoke_with_callback

    def invoke_watched(resource: str, task_input: Any, token: str, state: dict[str, Any]) -> Any:
        limit = state.get("HeartbeatSeconds")
        if not limit:
            return invoke(resource, task_input, token, state)
        done = threading.Event()
        watching = contextvars.copy_context()  # tokens are stored per account and region
        threading.Thread(target=watching.run, args=(_watch, token, float(limit), done), daemon=True).start()
        try:
            return invoke(resource, task_input, token, state)
        finally:
            done.set()

    stepfunctions._invoke_with_callback = invoke_watched


def _watch(token: str, limit: float, done: threading.Event) -> None:
    """Fail the task once its last heartbeat is older than the limit."""
    last_beat, since = None, time.monotonic()
    while not done.wait(min(0.2, limit / 4)):
        task = stepfunctions._task_tokens.get(token)
        if task is None:
            continue
        if task["heartbeat"] != last_beat:
            last_beat, since = task["heartbeat"], time.monotonic()
        if time.monotonic() - since > limit:
            task["error"] = {"Error": "States.HeartbeatTimeout", "Cause": f"no heartbeat for {limit:g} seconds"}
            task["event"].set()
            return
