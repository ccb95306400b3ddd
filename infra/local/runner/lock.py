"""Locks a folder for one command at a time, because two concurrent starts would conflict."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.runner.failure import RunnerFailure


@contextmanager
def held(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock of a folder; if another command holds it, wait or raise ``RunnerFailure``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunnerFailure(f"another command is starting or stopping the suite in {folder}") from error
        yield
