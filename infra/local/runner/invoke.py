"""Invokes one function with a prepared event and returns its answer."""

import json
from pathlib import Path
from string import Template
from typing import Any

from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from infra.local.runner.record import read
from infra.logical_id import logical_id


def invoke(home: Home, function: str, event: str) -> tuple[Any, bool]:
    """Invoke ``functions/<function>`` with ``events/<function>/<event>.json``; the flag says whether it failed.

    Placeholders for outputs of the templates, such as ``${UserPoolClientId}``, and ``${Token}`` are replaced.
    """
    suite = read(home.suite)
    if not suite:
        raise RunnerFailure("the suite is not running: start it with `make up`")
    outputs: dict[str, str] = suite["internal"]["outputs"]
    deployed = outputs.get(f"{logical_id(function)}Function")
    if deployed is None:
        folders = sorted(path.parent.name for path in (REPOSITORY / "functions").glob("*/handler.py"))
        raise RunnerFailure(f"there is no function {function!r}: choose one of {', '.join(folders)}")
    path = _event(function, event)
    blanks = {**outputs, "Token": suite["tokens"]["customer"]}
    payload = Template(path.read_text()).safe_substitute(blanks)
    answer = client("lambda", suite["internal"]["emulator"]).invoke(FunctionName=deployed, Payload=payload.encode())
    return json.loads(answer["Payload"].read()), "FunctionError" in answer


def _event(function: str, event: str) -> Path:
    """Find an event by its name or its path."""
    prepared = REPOSITORY / "events" / function
    for path in (Path(event), prepared / f"{event}.json"):
        if path.is_file():
            return path
    known = ", ".join(sorted(path.stem for path in prepared.glob("*.json"))) or "none yet"
    raise RunnerFailure(f"there is no event {event!r} for {function}: known are {known}")
