"""What the runner writes down about a running suite, for itself and for others."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from infra.local.runner.home import Home


@dataclass(frozen=True)
class Run:
    """One running suite: the mark its processes carry, the process that keeps them, their ports."""

    mark: str
    session: int
    emulator_port: int
    sandbox_port: int

    @property
    def emulator(self) -> str:
        """The address of the emulator."""
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def sandbox(self) -> str:
        """The address of the stand-ins and the sandbox."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    def save(self, home: Home) -> None:
        """Write the record where ``down`` and ``status`` look for it."""
        write(home.run, asdict(self))

    @classmethod
    def load(cls, home: Home) -> "Run | None":
        """Read the record of the suite of a home, if there is one."""
        found = read(home.run)
        return cls(**found) if found else None


def write(path: Path, content: Mapping[str, object]) -> None:
    """Replace a JSON file in one step, so that a reader never sees half of it; others may not read it."""
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    staged.touch(mode=0o600)
    staged.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n")
    staged.replace(path)


def read(path: Path) -> dict[str, Any]:
    """Read a JSON file; nothing when there is none."""
    try:
        content: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return content
