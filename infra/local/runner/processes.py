"""Finds and ends every process of one suite, regardless of its parent.

Each process of a suite has the suite's mark in its environment, from the supervisor to the last worker. A process
id can be reused after a crash; a mark cannot.
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
    """The running processes with this mark, except the calling one."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        pid = int(environment.parent.name)
        with contextlib.suppress(OSError):  # it has ended, or belongs to another user
            if pid != os.getpid() and wanted in environment.read_bytes().split(b"\0"):
                found.append(pid)
    return found


def end(mark: str, patience: float = 0) -> int:
    """End every process with this mark, first by SIGTERM if ``patience`` (s) is set; return how many were killed."""
    _signal(marked(mark), signal.SIGTERM if patience else signal.SIGKILL)
    wait_until_gone(mark, patience)
    left = marked(mark)
    while marked(mark):
        _signal(marked(mark), signal.SIGKILL)
        time.sleep(0.02)
    return len(left)


def wait_until_gone(mark: str, patience: float) -> bool:
    """Wait until every process with this mark has ended by itself; False after ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while marked(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int, mark: str) -> bool:
    """Whether a process is running and has this mark."""
    return pid in marked(mark)


def die_with_parent() -> None:
    """Ask the kernel (Linux only) to end this process when its parent ends; call it in a new child."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
