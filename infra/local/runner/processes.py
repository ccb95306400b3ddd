"""Finding and ending every process of one suite, whoever started it and whatever became of its parent.

Each process of a suite carries the suite's mark in its environment, from the supervisor down to the last worker. A
process id can be given to somebody else after a crash; a mark cannot.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path

MARK = "FIRST_CONTACT_RUN"
_PR_SET_PDEATHSIG = 1


def marked(mark: str) -> list[int]:
    """List the running processes that carry a mark, except the one that asks."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        pid = int(environment.parent.name)
        with contextlib.suppress(OSError):  # it ended meanwhile, or belongs to another user
            if pid != os.getpid() and wanted in environment.read_bytes().split(b"\0"):
                found.append(pid)
    return found


def end(mark: str, patience: float = 0) -> int:
    """End every process with a mark, asking first when there is patience; return how many had to be killed."""
    _signal(marked(mark), signal.SIGTERM if patience else signal.SIGKILL)
    wait_until_gone(mark, patience)
    left = marked(mark)
    while marked(mark):
        _signal(marked(mark), signal.SIGKILL)
        time.sleep(0.02)
    return len(left)


def wait_until_gone(mark: str, patience: float) -> bool:
    """Wait for every process with a mark to end of itself."""
    deadline = time.monotonic() + patience
    while marked(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int, mark: str) -> bool:
    """Tell whether a process still runs and is the one that was meant."""
    return pid in marked(mark)


def die_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it ends; for use in a new child."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
