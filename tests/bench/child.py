"""Runs a step of a benchmark in a process of its own: whatever it prints is shown, and its failure ends the run."""

import json
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def run(command: Sequence[str]) -> None:
    """Run a command that measures nothing."""
    done = subprocess.run(command, check=False)
    if done.returncode:
        _fail(command, done.returncode)


def measure(command: Sequence[str], *, env: Mapping[str, str] | None = None, given: str | None = None) -> Any:
    """Return the JSON on the last line that a command prints; show its other lines on standard error."""
    done = subprocess.run(command, env=env, input=given, stdout=subprocess.PIPE, text=True, check=False)
    *others, last = done.stdout.splitlines() or [""]
    try:
        figures = json.loads(last) if done.returncode == 0 else None
    except ValueError:
        figures = None
    for line in others if figures is not None else [*others, last]:
        print(line, file=sys.stderr)
    if figures is None:
        _fail(command, done.returncode)
    return figures


def _fail(command: Sequence[str], code: int) -> None:
    sys.exit(f"error: no result, exit code {code}: {shlex.join(command)}")
