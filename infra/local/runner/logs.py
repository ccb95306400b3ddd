"""Reads the output of the suite's processes and functions."""

import time
from collections.abc import Iterator
from pathlib import Path

from infra.local.runner.home import Home

_LAST = 40


def read_logs(home: Home, name: str, *, follow: bool) -> Iterator[str]:
    """Yield the last lines of each log whose name contains ``name``; with ``follow``, also new lines."""
    position: dict[Path, int] = {}
    while True:
        for path in sorted(home.logs.rglob("*.log")):
            if _plain(name) in _plain(path.stem):
                lines = _new_lines(path, position)
                yield from (f"{path.stem} | {line}" for line in lines)
        if not follow:
            return
        time.sleep(0.3)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _new_lines(path: Path, position: dict[Path, int]) -> list[str]:
    """The lines added since the last call; the first call returns only the last 40."""
    seen = position.get(path)
    with path.open("rb") as log:
        log.seek(seen or 0)
        lines = log.read().decode(errors="replace").splitlines()
        position[path] = log.tell()
    return lines if seen is not None else lines[-_LAST:]
