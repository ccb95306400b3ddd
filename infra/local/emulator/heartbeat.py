"""``HeartbeatSeconds`` on tasks that wait for a callback.

The emulator records heartbeats and never looks at them, so a task whose worker went silent would wait for ever. A
watchdog beside each such task fails it with ``States.HeartbeatTimeout``, which Retry and Catch can name.
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
        watching = contextvars.copy_context()  # the tokens are kept per account and region
        threading.Thread(target=watching.run, args=(_watch, token, float(limit), done), daemon=True).start()
        try:
            return invoke(resource, task_input, token, state)
        finally:
            done.set()

    stepfunctions._invoke_with_callback = invoke_watched


def _watch(token: str, limit: float, done: threading.Event) -> None:
    """Fail the task once it has been silent for longer than its limit."""
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
