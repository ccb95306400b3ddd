"""The README's tour runs as it is written, one block after another in one shell, and prints what it says."""

import json
from pathlib import Path

import pytest

from tests.docs.blocks import REPOSITORY, blocks, lacking, run
from tests.e2e.suite import Suite

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker


@pytest.fixture
def checkout(suite: Suite, tmp_path: Path) -> Path:
    """A checkout whose running suite is the tests' own."""
    for path in REPOSITORY.iterdir():
        if path.name not in (".local", ".git", ".venv"):
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "suite.json").write_text(json.dumps(suite.description))
    return tmp_path


def test_every_block_of_the_readme_runs_and_prints_what_it_says(checkout: Path) -> None:
    script = [block for block in blocks(checkout / "README.md") if block.language == "bash"]
    printed = run(script, checkout, seconds=180)
    assert len(printed) == len(script) > 5
    for block, output in zip(script, printed, strict=True):
        assert lacking(block, output) == [], output
