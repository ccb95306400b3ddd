"""What a step of a benchmark prints is shown, and a step that fails ends the benchmark."""

import os
import subprocess
import sys

import pytest

from tests.bench import child

NOISE = "import sys; print('a warning', file=sys.stderr); print('a line'); "


def test_the_last_line_is_the_result_and_every_other_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    figures = child.measure([sys.executable, "-c", f"{NOISE} print('[1.5]')"])
    shown = capfd.readouterr()
    assert figures == [1.5]
    assert shown.out == ""
    assert sorted(shown.err.splitlines()) == ["a line", "a warning"]


@pytest.mark.parametrize(
    ("program", "code"),
    [("print('[1]'); raise KeyError('lost')", 1), ("sys.exit(3)", 3), ("print('no figures')", 0)],
)
def test_a_step_that_fails_ends_the_benchmark_with_all_that_it_printed(
    program: str, code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match=f"exit code {code}: ") as ended:
        child.measure([sys.executable, "-c", NOISE + program])
    shown = capfd.readouterr().err
    assert isinstance(ended.value.code, str)  # printed, and the exit code is 1
    assert {"a line", "a warning"} <= set(shown.splitlines())
    assert ("KeyError: 'lost'" in shown) is ("lost" in program)


def test_a_command_that_measures_nothing_fails_as_loudly(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="exit code 4: "):
        child.run([sys.executable, "-c", f"{NOISE} sys.exit(4)"])
    assert "a warning" in capfd.readouterr().err


def test_the_router_s_benchmark_shows_why_a_contender_fails() -> None:
    program = "from pathlib import Path; from tests.bench import against; against.answer('ours', Path('nowhere'), '')"
    done = subprocess.run(
        [sys.executable, "-c", program], env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "JSONDecodeError" in done.stderr
    assert "contender.py" in done.stderr
