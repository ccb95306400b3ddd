"""The parent of the suite's processes: if one ends, all are ended.

``python -m infra.local.runner.supervisor`` is started by ``up`` in its own session. It starts the emulator and the
sandbox and waits; on a signal, or when one of them ends, it ends both: first the emulator, which saves its state.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from infra.local.emulator.settings import HOST
from infra.local.runner.home import REPOSITORY, Home
from infra.local.runner.processes import MARK, die_with_parent, end

_MODEL_SERVICES = ("BEDROCK_RUNTIME", "REKOGNITION")
_SAVING = 20.0


class Supervisor:
    """Starts commands in order, watches them, and ends them in the same order."""

    def __init__(self, home: Home, commands: dict[str, list[str]]) -> None:
        self._home, self._commands = home, commands
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def run(self) -> int:
        """Run until stopped or until a part of the suite ends; return 1 in the latter case."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        for name, command in self._commands.items():
            with (self._home.logs / f"{name}.log").open("ab") as log:
                self._children[name] = subprocess.Popen(  # noqa: S603
                    command,
                    cwd=REPOSITORY,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    preexec_fn=die_with_parent,
                )
        ended = self._wait()
        self._home.suite.unlink(missing_ok=True)
        for child in self._children.values():
            _end_child(child)
        if mark := os.environ.get(MARK):
            end(mark, patience=2)
        if ended:
            print(f"the {ended} exited unexpectedly with code {self._children[ended].returncode}", flush=True)
        return 1 if ended else 0

    def _wait(self) -> str:
        """Return the name of a part that ended by itself, or "" if stopped by a signal."""
        while not self._stopping:
            for name, child in self._children.items():
                if child.poll() is not None:
                    return name
            time.sleep(0.1)
        return ""

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def _end_child(child: subprocess.Popen[bytes]) -> None:
    """Terminate a part, and kill it if it does not end in time."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_SAVING)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def commands(
    home: Home, worker: Path, emulator_port: int, sandbox_port: int, models: Path, shop: Path
) -> dict[str, list[str]]:
    """The command of each part of the suite, by name."""
    python = [sys.executable, "-m"]
    sandbox = f"http://{HOST}:{sandbox_port}"
    emulator = [*python, "infra.local.emulator", "--port", str(emulator_port), "--home", str(home.path)]
    emulator += ["--worker-python", str(worker)]
    for service in _MODEL_SERVICES:
        emulator += ["--worker-env", f"AWS_ENDPOINT_URL_{service}={sandbox}"]
    return {
        "emulator": emulator,
        "sandbox": [
            *python,
            *("infra.local.sandbox", "--port", str(sandbox_port), "--state", str(home.state / "sandbox")),
            *("--emulator", f"http://{HOST}:{emulator_port}", "--models", str(models)),
            *("--shop", str(shop)),
        ],
    }


def main() -> int:
    """Read the command line and run the suite."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.runner.supervisor", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--emulator-port", type=int, required=True)
    parser.add_argument("--sandbox-port", type=int, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--shop", type=Path, required=True)
    parser.add_argument("--worker-python", type=Path, required=True)
    given = parser.parse_args()
    home = Home(given.home)
    ports = (given.emulator_port, given.sandbox_port)
    return Supervisor(home, commands(home, given.worker_python, *ports, given.models, given.shop)).run()


if __name__ == "__main__":
    sys.exit(main())
