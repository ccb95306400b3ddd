"""One suite for all end-to-end tests, booted on free ports from the templates that would be deployed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.suite import Suite

REPOSITORY = Path(__file__).resolve().parents[2]
HOME = REPOSITORY / ".local" / "test-suite"


def _runner(*arguments: str) -> None:
    command = [sys.executable, "-m", "infra.local", *arguments, "--home", str(HOME)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{' '.join(arguments)}: {done.stdout}\n{done.stderr}"


@pytest.fixture(scope="session")
def suite() -> Iterator[Suite]:
    """The booted suite; FIRSTCONTACT_SUITE names the suite.json of one that runs already."""
    running = os.environ.get("FIRSTCONTACT_SUITE")
    if running:
        yield Suite(json.loads(Path(running).read_text()))
        return
    _runner("reset")
    _runner("up", "--port", "0")
    try:
        yield Suite(json.loads((HOME / "suite.json").read_text()))
    finally:
        _runner("down")


@pytest.fixture
def folder(suite: Suite, tmp_path: Path) -> Path:
    """A folder from which the command finds the suite."""
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "suite.json").write_text(json.dumps(suite.description))
    return tmp_path
