"""One suite for all end-to-end tests, booted by ``make`` on free ports from the templates that would be deployed."""

import json
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from infra.local.runner.home import Home
from infra.local.runner.logs import read_logs
from tests.e2e.suite import Suite
from tests.makefile import REPOSITORY, make, options

HOME = REPOSITORY / ".local" / "test-suite"


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """Where the booted suite lives; FIRSTCONTACT_SUITE names the suite.json of one that runs already."""
    running = os.environ.get("FIRSTCONTACT_SUITE")
    if running:
        yield Path(running).resolve().parent
        return
    there = options("--home", HOME)
    assert "data was deleted" in make("reset", there)
    assert "Ready in" in make("up", "PORT=0", there)
    try:
        yield HOME
    finally:
        assert "state saved" in make("down", there)


@pytest.fixture(scope="session")
def suite(home: Path) -> Suite:
    """The booted suite."""
    return Suite(json.loads((home / "suite.json").read_text()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what the functions printed that is no log record: traces of crashed interpreters."""
    report = yield
    where = item.funcargs.get("home") if isinstance(item, pytest.Function) else None
    if report.failed and isinstance(where, Path):
        printed = [line for line in read_logs(Home(where), "", follow=False) if " | {" not in line]
        report.sections.append(("printed by the suite", "\n".join(printed)))
    return report


@pytest.fixture
def folder(suite: Suite, tmp_path: Path) -> Path:
    """A folder from which the command finds the suite."""
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "suite.json").write_text(json.dumps(suite.description))
    return tmp_path
