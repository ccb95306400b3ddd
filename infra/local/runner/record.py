"""The runner's record of a running suite."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from infra.local.runner.home import Home


@dataclass(frozen=True)
class Run:
    """One running suite: the mark of its processes, its supervisor's process id, its ports, its code's version."""

    mark: str
    session: int
    emulator_port: int
    sandbox_port: int
    code: str = ""

    @property
    def emulator(self) -> str:
        """The address of the emulator."""
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def sandbox(self) -> str:
        """The address of the stand-ins and the sandbox."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    def save(self, home: Home) -> None:
        """Write the record to the place where ``down`` and ``status`` look for it."""
        write(home.run, asdict(self))

    @classmethod
    def load(cls, home: Home) -> "Run | None":
        """Read the record of a home's suite; None if there is none."""
        found = read(home.run)
        return cls(**found) if found else None


def write(path: Path, content: Mapping[str, object]) -> None:
    """Replace a JSON file atomically, so that readers never see a partial file; only its owner may read it."""
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    staged.touch(mode=0o600)
    staged.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n")
    staged.replace(path)


def read(path: Path) -> dict[str, Any]:
    """Read a JSON file; an empty dictionary if it does not exist."""
    try:
        content: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return content
