"""Who may answer for a task that waits, and how often.

In AWS ``states:SendTaskSuccess`` is allowed or denied on the state machine whose task it is. The emulator reads only
the token from such a call and asks about ``*``, so a role that is limited to its own workflow would be refused. And
in AWS the first answer counts; the emulator lets a second one in while the task still wakes up.
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
    """Ask about the state machine whose task a token is, and take one answer to each."""
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
            return stepfunctions.error_response_json("TaskTimedOut", "The task was answered already", 400)
        return answer(data)

    return answer_first
