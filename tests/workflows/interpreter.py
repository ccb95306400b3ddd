"""A workflow run in memory: its JSONata evaluated, its functions and queues played by a script.

Strict where that helps: a choice that is not a boolean, or a variable that is not there, is an error.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jsonata import Jsonata  # type: ignore[import-untyped]

from infra.workflows import file_of

Json = dict[str, Any]
EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:workflow:case_1"
MOST_STEPS = 200


class Failure(Exception):
    """A task or an expression failed with this error name."""


@dataclass
class Run:
    """What a run did, in order."""

    path: list[str] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    messages: dict[str, list[Json]] = field(default_factory=lambda: {"ReviewQueue": [], "UnresolvedQueue": []})
    output: Any = None
    error: str | None = None

    def attempts(self, state: str) -> int:
        """How often a state's function was called."""
        return sum(name == state for name, _ in self.calls)

    def task(self, state: str) -> Json:
        """What a state's function was given last."""
        return next(given for name, given in reversed(self.calls) if name == state)


def load(name: str) -> Json:
    """A workflow as it is deployed, placeholders and all."""
    definition: Json = json.loads(file_of(name).read_text())
    return definition


@dataclass
class Machine:
    """One workflow and what its tasks answer: a result, a ``Failure``, several of these in turn, or a function."""

    definition: Json
    answers: Mapping[str, Any]
    execution: str = EXECUTION

    def run(self, given: Json) -> Run:
        run, value = Run(), given
        variables: Json = {"execution": self.execution}
        state: str | None = self.definition["StartAt"]
        while state:
            run.path.append(state)
            assert len(run.path) < MOST_STEPS, "this never ends"
            value, state = self._enter(self.definition["States"][state], state, value, variables, run)
        run.output = value
        return run

    def _enter(self, state: Json, name: str, value: Any, variables: Json, run: Run) -> tuple[Any, str | None]:
        if state["Type"] == "Fail":
            run.error = state["Error"]
            return None, None
        if state["Type"] == "Pass":
            variables |= _evaluate(state.get("Assign", {}), variables, {"input": value})
            return value, state["Next"]
        if state["Type"] == "Choice":
            return value, _choose(state, value, variables)
        return self._perform(state, name, value, variables, run)

    def _perform(self, state: Json, name: str, value: Any, variables: Json, run: Run) -> tuple[Any, str | None]:
        tried = [0] * len(state.get("Retry", []))
        while True:
            try:
                arguments = _evaluate(state["Arguments"], variables, {"input": value})
                result = self._call(state["Resource"], name, arguments, run)
                variables |= _evaluate(state.get("Assign", {}), variables, {"input": value, "result": result})
                return result, state.get("Next")
            except Failure as failure:
                retrier = _matching(state.get("Retry", []), str(failure))
                if retrier is not None and tried[retrier] < state["Retry"][retrier]["MaxAttempts"]:
                    tried[retrier] += 1
                    continue
                catcher = _matching(state.get("Catch", []), str(failure))
                if catcher is None:
                    run.error = str(failure)
                    return None, None
                caught = state["Catch"][catcher]
                output = {"input": value, "errorOutput": {"Error": str(failure), "Cause": "private"}}
                variables |= _evaluate(caught.get("Assign", {}), variables, output)
                return output["errorOutput"], caught["Next"]

    def _call(self, resource: str, name: str, arguments: Json, run: Run) -> Any:
        answer = self.answers.get(name, {})
        if isinstance(answer, list):
            answer = answer[min(run.attempts(name), len(answer) - 1)]
        if callable(answer):
            answer = answer(arguments)
        run.calls.append((name, arguments))
        queue = arguments.get("QueueUrl", "").removeprefix("${").removesuffix("}")
        if queue and not (isinstance(answer, Failure) and "SQS" in str(answer)):
            run.messages[queue].append(arguments["MessageBody"])
        if isinstance(answer, Failure):
            raise answer
        return answer


def _choose(state: Json, value: Any, variables: Json) -> str:
    for choice in state["Choices"]:
        met = _evaluate(choice["Condition"], variables, {"input": value})
        assert isinstance(met, bool), f"{choice['Condition']} is not a boolean"
        if met:
            return str(choice["Next"])
    variables |= _evaluate(state.get("Assign", {}), variables, {"input": value})
    return str(state["Default"])


def _matching(rules: Sequence[Json], error: str) -> int | None:
    for number, rule in enumerate(rules):
        if error in rule["ErrorEquals"] or "States.ALL" in rule["ErrorEquals"]:
            return number
    return None


def _evaluate(template: Any, variables: Json, states: Json) -> Any:
    if isinstance(template, dict):
        return {key: _evaluate(item, variables, states) for key, item in template.items()}
    if not (isinstance(template, str) and template.startswith("{%")):
        return template
    context = {"Execution": {"Id": variables["execution"]}, "Task": {"Token": "a-token"}}
    bound = {**variables, "states": {"context": context, **states}}
    result = Jsonata.jsonata(template[2:-2].strip()).evaluate(None, bound)
    if result is None:
        raise Failure("States.QueryEvaluationError")
    return result
