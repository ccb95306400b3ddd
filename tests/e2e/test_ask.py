"""``firstcontact ask`` against the booted suite."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.suite import Suite

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]


def _ask(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from firstcontact.cli.main import main; sys.exit(main())", "ask"]
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(suite: Suite, tmp_path: Path) -> Path:
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "suite.json").write_text(json.dumps(suite.description))
    return tmp_path


def test_an_answer_is_streamed_with_its_verdict_sources_and_cost(folder: Path) -> None:
    asked = _ask(folder, "How long does standard delivery to Germany take?")
    assert asked.returncode == 0, asked.stderr
    assert "… searching" in asked.stderr
    assert "2 to 4 working days" in asked.stdout
    assert "answered · confidence 0." in asked.stdout
    assert "help.tidewire.example" in asked.stdout
    assert "cost so far: 0.000" in asked.stdout


def test_another_customer_and_plain_rest_work_too(suite: Suite, folder: Path) -> None:
    asked = _ask(folder, "where is order 1042", "--customer", "cus_ben", "--url", suite.api)
    assert asked.returncode == 0, asked.stderr
    assert "refused" in asked.stdout


def test_an_unknown_customer_is_one_clear_line(folder: Path) -> None:
    asked = _ask(folder, "hi", "--customer", "cus_nobody")
    assert (asked.returncode, len(asked.stderr.splitlines())) == (2, 1)
