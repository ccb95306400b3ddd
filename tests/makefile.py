"""The repository's Makefile, run with the interpreter of the tests, so that none installs an environment."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TEXT = (REPOSITORY / "Makefile").read_text()
# What an outer `make test` and pytest leave for their children is not for these.
_OUTER = ("MAKE", "MFLAGS", "PYTEST_")


def rules() -> set[str]:
    """Every target that has a rule."""
    return set(re.findall(r"^([a-z-]+):", TEXT, re.MULTILINE))


def phony() -> set[str]:
    """The targets that are no files."""
    return set(re.findall(r"^\.PHONY: (.*)", TEXT, re.MULTILINE)[0].split())


def command(target: str, *arguments: str) -> list[str]:
    """The command line of one target."""
    return ["make", "-o", "environment", f"BIN={Path(sys.executable).parent}", target, *arguments]


def environment(**changes: str) -> dict[str, str]:
    """This process's environment, changed."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OUTER)} | changes


def options(*words: str | Path) -> str:
    """Options for the command behind a target."""
    return f"S={shlex.join(map(str, words))}"


def make(target: str, *arguments: str, code: int = 0, **changes: str) -> str:
    """Run one target, expect an exit code, and return all that was printed."""
    done = subprocess.run(
        command(target, *arguments),
        cwd=REPOSITORY,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == code, f"make {target}: exit code {done.returncode}\n{done.stdout}"
    return done.stdout
