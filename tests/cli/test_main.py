"""The command's help: one line a command, without importing what runs it."""

import importlib
import subprocess
import sys

import pytest
from firstcontact.cli.main import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_help_is_the_first_line_of_its_module(name: str) -> None:
    described = importlib.import_module(f"firstcontact.cli.{name}").__doc__ or ""
    assert COMMANDS[name] == described.splitlines()[0]


def test_help_says_one_line_about_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    printed = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    assert all(f"{name} {line}" in printed for name, line in COMMANDS.items())


def test_help_imports_no_command() -> None:
    program = """import sys
from firstcontact.cli.main import parser
parser().format_help()
print(*sorted(name for name in sys.modules if name.startswith("firstcontact.cli.")))"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["firstcontact.cli.errors", "firstcontact.cli.main"]
