"""Checks who may complete a waiting task, and accepts only one result.

In AWS, ``states:SendTaskSuccess`` is authorized for the state machine of the task. The emulator reads only the
token of such a call and checks permission for ``*``, so a role limited to its own workflow would be refused. In AWS
the first result counts; the emulator accepts a second one while the task is still waking up.
"""

import contextvars
import json
from collections.abc import Callable
from typing import Any

from ministack.core import iam_actions
from ministack.services import stepfunctions

_current: contextvars.ContextVar[str] = contextvars.ContextVar("state_machine")
_machines: dict[str, str] = {}


def settle_answers() -> None:
    """Authorize calls for the state machine of the token's task, and accept one result per task."""
    execute, wait = stepfunctions._execute_task, stepfunctions._invoke_with_callback
    extract = iam_actions.extract_resource_arn

    def execute_known(state: dict[str, Any], given: Any, execution: dict[str, Any], context: dict[str, Any]) -> Any:
        _current.set(context.get("StateMachine", {}).get("Id", "*"))
        return execute(state, given, execution, context)

    def wait_known(resource: str, task_input: Any, token: str, state: dict[str, Any]) -> Any:
        _machines[token] = _current.get("*")
        try:
            return wait(resource, task_input, token, state)
        finally:
            del _machines[token]

    def extract_known(service: str, method: str, path: str, headers: Any, body: bytes, *rest: Any) -> Any:
        if service == "states" and b"taskToken" in (body or b""):
            return _machines.get(json.loads(body).get("taskToken", ""), "*")
        return extract(service, method, path, headers, body, *rest)

    stepfunctions._send_task_success = _once(stepfunctions._send_task_success)
    stepfunctions._send_task_failure = _once(stepfunctions._send_task_failure)
    stepfunctions._execute_task = execute_known
    stepfunctions._invoke_with_callback = wait_known
    iam_actions.extract_resource_arn = extract_known


def _once(answer: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    def answer_first(data: dict[str, Any]) -> Any:
        task = stepfunctions._task_tokens.get(data.get("taskToken"))
        if task and task["event"].is_set():
            return stepfunctions.error_response_json("TaskTimedOut", "The task has already been answered", 400)
        return answer(data)

    return answer_first
