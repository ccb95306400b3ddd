"""Continues executions after a restart.

The emulator fails everything that was running when it stopped, but a case may wait a week for a person. Here every
completed task is recorded in its execution. After a restart the execution runs through its states again, uses the
recorded results instead of calling anything, and continues to wait with the token that was already issued. Tasks
inside Parallel and Map states are not recorded: they run again, so every task must tolerate that.
"""

import contextvars
import copy
import threading
from collections import Counter
from typing import Any

from ministack import app
from ministack.core import responses
from ministack.services import stepfunctions

_NOTES = "_notes"
_here = threading.local()  # the state of one execution's thread; branches have their own threads


def resume_executions() -> None:
    """Record what executions have completed, and continue them after a restart."""
    _note_tasks()
    _keep_tokens()
    _pick_up()


def _note_tasks() -> None:
    run, execute = stepfunctions._run_execution, stepfunctions._execute_task

    def run_noted(arn: str) -> None:
        before, _here.visits = getattr(_here, "visits", None), Counter()
        try:
            run(arn)
        finally:
            _here.visits = before
            stepfunctions._executions.get(arn, {}).pop(_NOTES, None)

    def execute_noted(state: Any, task_input: Any, execution: dict[str, Any], ctx: dict[str, Any]) -> Any:
        visits = getattr(_here, "visits", None)
        if visits is None:
            return execute(state, task_input, execution, ctx)
        name = ctx["State"]["Name"]
        visits[name] += 1
        notes, place = execution.setdefault(_NOTES, {"done": {}, "asked": {}}), f"{name} {visits[name]}"
        if noted := notes["done"].get(place):
            ctx["variables"].update(noted["variables"])
            return noted["output"], noted["next"]
        _here.asked, _here.place = notes["asked"], place
        output, following = execute(state, task_input, execution, ctx)
        variables = copy.deepcopy(ctx["variables"])
        notes["done"][place] = {"output": output, "next": following, "variables": variables}
        return output, following

    stepfunctions._run_execution, stepfunctions._execute_task = run_noted, execute_noted


def _keep_tokens() -> None:
    invoke = stepfunctions._invoke_with_callback

    def invoke_once(resource: str, task_input: Any, token: str, state: dict[str, Any]) -> Any:
        if getattr(_here, "visits", None) is None:
            return invoke(resource, task_input, token, state)
        asked, place = _here.asked, _here.place
        try:
            if held := asked.get(place):
                return invoke("", task_input, held, state)  # issued before the restart: do not send again
            asked[place] = token
            return invoke(resource, task_input, token, state)
        finally:
            asked.pop(place, None)

    stepfunctions._invoke_with_callback = invoke_once


def _pick_up() -> None:
    restore, load = stepfunctions._restore_state, app._load_persisted_state
    interrupted: list[tuple[str, str, str]] = []

    def restore_running(state: dict[str, Any]) -> None:
        running = [key for key, execution in state["executions"]._data.items() if execution["status"] == "RUNNING"]
        restore(state)
        for key in running:
            execution = stepfunctions._executions._data[key]
            execution.update(status="RUNNING", stopDate=None, events=execution["events"][:1])
            execution.pop("error", None)
            execution.pop("cause", None)
        interrupted.extend(running)

    def load_and_go_on() -> None:
        load()
        for account, region, arn in interrupted:
            threading.Thread(
                target=contextvars.copy_context().run, args=(_go_on, account, region, arn), daemon=True
            ).start()

    stepfunctions._restore_state, app._load_persisted_state = restore_running, load_and_go_on


def _go_on(account: str, region: str, arn: str) -> None:
    responses.set_request_account_id(account)
    responses.set_request_region(region)
    stepfunctions._run_execution(arn)
