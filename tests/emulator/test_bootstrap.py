"""The first step on a fresh machine: readable by any Python 3, refusing with one line what cannot work."""

import ast
import sys

import pytest

from infra.local import bootstrap
from tests.emulator.conftest import REPOSITORY


def test_an_old_interpreter_can_read_it_and_say_what_is_needed() -> None:
    source = (REPOSITORY / "infra" / "local" / "bootstrap.py").read_text()
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__ import annotations" not in source


@pytest.mark.parametrize(("version", "runs"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)])
def test_only_the_supported_interpreters_are_used(version: tuple[int, int], runs: bool) -> None:
    assert bootstrap.is_supported(*version) is runs


def test_without_a_supported_interpreter_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(bootstrap.Refusal, match=r"needs Python 3\.11 to 3\.14.*PYTHON="):
        bootstrap.find_supported()


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Max retries exceeded", "no package index can be reached: connect"),
        ("ensurepip is not available", "install its venv package"),
        ("ERROR: hashes do not match", "^it failed: hashes do not match$"),
    ],
)
def test_a_failed_command_is_one_line_with_its_remedy(printed: str, told: str) -> None:
    with pytest.raises(bootstrap.Refusal, match=told):
        bootstrap.run("it failed", sys.executable, "-c", f"print({printed!r}); raise SystemExit(1)")
