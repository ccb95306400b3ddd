"""Starts the suite's processes in a session of their own, waits for them, and stops them."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from infra.local.runner import ports, processes
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from infra.local.runner.record import Run

_STOPPING = 40.0
_HEALTH = {"emulator": "/_ministack/health", "sandbox": "/health"}


def start(home: Home, port: int, models: Path, shop: Path, code: str) -> Run:
    """Start the supervisor, which starts the suite's processes; save and return the run's record."""
    mark = uuid.uuid4().hex
    emulator_port, sandbox_port = ports.choose(port), ports.choose(0)
    command = [sys.executable, "-m", "infra.local.runner.supervisor", "--home", str(home.path)]
    command += ["--emulator-port", str(emulator_port), "--sandbox-port", str(sandbox_port), "--models", str(models)]
    command += ["--shop", str(shop)]
    command += ["--worker-python", str(home.worker / "bin" / "python")]
    with (home.logs / "supervisor.log").open("wb") as log:
        supervisor = subprocess.Popen(  # noqa: S603
            command,
            cwd=REPOSITORY,
            env={**os.environ, processes.MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # Between fork and exec a process still has its parent's environment, without the mark.
    while supervisor.poll() is None and not processes.is_running(supervisor.pid, mark):
        time.sleep(0.01)
    run = Run(mark, supervisor.pid, emulator_port, sandbox_port, code)
    run.save(home)
    return run


def wait_until_healthy(home: Home, run: Run, part: str, patience: float) -> None:
    """Wait until a part of the suite answers; raises ``RunnerFailure`` if it ends or does not answer in time."""
    deadline = time.monotonic() + patience
    while not answers(f"{getattr(run, part)}{_HEALTH[part]}"):
        if not processes.is_running(run.session, run.mark):
            raise RunnerFailure(_why_it_ended(home))
        if time.monotonic() > deadline:
            raise RunnerFailure(f"the {part} did not answer within {patience:.0f} s (see {home.logs / part}.log)")
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether a request to the URL succeeds."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def is_up(run: Run) -> bool:
    """Whether the suite of a record still runs and answers."""
    return processes.is_running(run.session, run.mark) and answers(f"{run.emulator}{_HEALTH['emulator']}")


def stop(home: Home, run: Run, *, keep_state: bool = True, patience: float = _STOPPING) -> int:
    """Stop every process of a suite; return how many had to be killed.

    Without ``keep_state`` they are killed without saving: the partial state of a failed start must not be used
    again.
    """
    if keep_state and processes.is_running(run.session, run.mark):
        os.kill(run.session, signal.SIGTERM)
        processes.wait_until_gone(run.mark, patience)
    killed = processes.end(run.mark, patience=patience if keep_state else 0)
    home.suite.unlink(missing_ok=True)
    home.run.unlink(missing_ok=True)
    return killed if keep_state else 0


def checkpoint(run: Run) -> None:
    """Make the emulator save its state now."""
    for pid in processes.marked(run.mark):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"infra.local.emulator" in command:
            os.kill(pid, signal.SIGUSR1)


def _why_it_ended(home: Home) -> str:
    """The part that ended first and its last line of output."""
    verdict = _last_line(home.logs / "supervisor.log")
    part = next((name for name in _HEALTH if name in verdict), "supervisor")
    log = home.logs / f"{part}.log"
    return f"{verdict}: {_last_line(log)} (see {log})"


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text().splitlines() if line.strip()] if log.exists() else []
    return lines[-1].removeprefix("error: ") if lines else "nothing was printed"
