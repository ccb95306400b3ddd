"""``firstcontact ask`` against the booted suite."""

from pathlib import Path

import pytest

from tests.e2e.suite import Suite, run_command

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]


def test_an_answer_is_streamed_with_its_verdict_sources_and_cost(folder: Path) -> None:
    asked = run_command(folder, "ask", "How long does standard delivery to Germany take?")
    assert asked.returncode == 0, asked.stderr
    assert "… searching" in asked.stderr
    assert "2 to 4 working days" in asked.stdout
    assert "answered · confidence 0." in asked.stdout
    assert "/articles/" in asked.stdout
    assert "cost so far: 0.000" in asked.stdout


def test_another_customer_and_plain_rest_work_too(suite: Suite, folder: Path) -> None:
    asked = run_command(folder, "ask", "where is order 1042", "--customer", "cus_ben", "--url", suite.api)
    assert asked.returncode == 0, asked.stderr
    assert "refused" in asked.stdout


def test_an_unknown_customer_is_one_clear_line(folder: Path) -> None:
    asked = run_command(folder, "ask", "hi", "--customer", "cus_nobody")
    assert (asked.returncode, len(asked.stderr.splitlines())) == (2, 1)
