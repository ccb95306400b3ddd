"""The fenced blocks of a document, and what they print when they are run."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_GIVEN = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
_PRINTS = re.compile(r"^#> (.+)$", re.MULTILINE)
_MARK = "@@ block "


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file that it belongs to, and its text.

    ``bash`` is run. A block with a ``file`` is written to it: after the first line that begins like ``after``, else
    at its end. Every other block is only read.
    """

    language: str
    file: str
    after: str
    text: str

    @property
    def prints(self) -> list[str]:
        """What the block says that it prints, in lines that begin with ``#>``."""
        return _PRINTS.findall(self.text)


def blocks(document: Path) -> list[Block]:
    """Every fenced block of a document, in order."""
    found = []
    for language, info, text in _FENCE.findall(document.read_text("utf-8")):
        given = {name: quoted or plain for name, quoted, plain in _GIVEN.findall(info)}
        found.append(Block(language, given.get("file", ""), given.get("after", ""), text))
    return found


def run(script: list[Block], folder: Path, seconds: int, **environment: str) -> list[str]:
    """Run bash blocks one after another in one shell, as a reader does; returns what each printed."""
    lines = "".join(f"echo '{_MARK}'\n{block.text}" for block in script)
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # A loop that never ends is ended, and what was printed until then is shown.
    done = subprocess.run(
        ["timeout", str(seconds), "bash", "-euo", "pipefail", "-c", lines],
        cwd=folder,
        env={**outer, "PATH": paths, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}"
    return done.stdout.split(f"{_MARK}\n")[1:]


def lacking(block: Block, printed: str) -> list[str]:
    """What a block says that it prints, and did not print in this order."""
    missing, at = [], 0
    for text in block.prints:
        found = printed.find(text, at)
        if found < 0:
            missing.append(text)
        else:
            at = found + len(text)
    return missing
