"""Bars on a terminal: they go up to their total, and keep out of what is printed elsewhere meanwhile."""

from io import StringIO

import pytest
from firstcontact.cli.progress_bar import Bars
from rich.console import Console


@pytest.fixture(autouse=True)
def _a_terminal_that_can_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("TTY_COMPATIBLE", raising=False)
    monkeypatch.delenv("TTY_INTERACTIVE", raising=False)


def _terminal() -> Console:
    return Console(file=StringIO(), force_terminal=True, width=100)


def _drawn(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_bar_goes_up_to_its_total() -> None:
    console = _terminal()
    assert list(Bars(console).track("abcd", "documents", 4)) == list("abcd")
    first, last = _drawn(console).index("  0%"), _drawn(console).rindex("100%")
    assert "documents" in _drawn(console)
    assert first < last


def test_a_bar_of_fewer_than_were_expected_stays_below_its_total() -> None:
    console = _terminal()
    list(Bars(console).track("ab", "documents", 4))
    assert " 50%" in _drawn(console)
    assert "100%" not in _drawn(console)


def test_what_is_printed_to_a_file_under_a_bar_goes_there_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    console = _terminal()
    line = '{"id": "[EMAIL]", "error": "' + "x" * 200 + '"}'
    for _ in Bars(console).track("a", "documents", 1):
        print(line)
    assert capsys.readouterr().out == f"{line}\n"
    assert "EMAIL" not in _drawn(console)


def test_a_line_that_is_said_is_shown_as_it_is() -> None:
    console = _terminal()
    Bars(console).say("left as it is: [bold]documents/[/bold]")
    assert _drawn(console) == "left as it is: [bold]documents/[/bold]\n"
