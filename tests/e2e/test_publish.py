"""A router that is published while the suite runs."""

from pathlib import Path

import pytest
from firstcontact.adapters.aws.published import FRESH
from firstcontact.progress import Lines
from firstcontact.training import router
from firstcontact.training.dataset import Data, Example

from tests import built
from tests.e2e.suite import Suite, eventually, run_command

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
QUESTION = "How long does standard delivery to Germany take?"
WITHIN = 2 * FRESH


def _publish(folder: Path, model: Path) -> None:
    done = run_command(folder, "router", "publish", "--model", str(model))
    assert done.returncode == 0, done.stderr


def _until(suite: Suite, status: str) -> None:
    eventually(lambda: suite.ask(QUESTION)["status"] == status or None, f"the question is {status}", WITHIN)


def test_functions_that_run_follow_it_and_follow_the_next(suite: Suite, folder: Path) -> None:
    texts = {"delivery": ("How long is delivery?", "When will it come?"), "weather": ("Will it rain?", "Is it hot?")}
    examples = [Example(text, intent, 0) for intent, found in texts.items() for text in found]
    # It comes without a policy table, so that everything goes to a person.
    router.train(Data(examples), built.models() / "encoder", folder / "other", Lines(lambda _: None))
    _until(suite, "answered")
    _publish(folder, folder / "other")
    try:
        _until(suite, "in_review")
    finally:
        assert run_command(folder, "shop", "undo").returncode == 0
    _until(suite, "answered")


def test_a_broken_artifact_is_not_published(folder: Path) -> None:
    (folder / "broken").mkdir()
    (folder / "broken" / "card.json").write_text("{")
    done = run_command(folder, "router", "publish", "--model", str(folder / "broken"))
    assert done.returncode == 2
    assert "no readable card.json" in done.stderr
