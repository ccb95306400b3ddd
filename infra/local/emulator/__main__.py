"""``python -m infra.local.emulator --port P --home DIR``: run one emulator in the foreground."""

import argparse
import sys
from pathlib import Path

from infra.local.emulator.settings import EmulatorSettings, prepare_environment
from infra.local.emulator.version import WrongVersion, require_pinned


def main() -> int:
    """Read the command line, check the emulator's version, and serve."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=4566)
    parser.add_argument("--home", type=Path, default=Path(".local"))
    parser.add_argument("--worker-python", type=Path, help="interpreter of the functions (HOME/worker/bin/python)")
    parser.add_argument("--worker-env", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--workers-per-function", type=int, default=4)
    given = parser.parse_args()
    home = given.home.resolve()
    settings = EmulatorSettings(
        port=given.port,
        home=home,
        worker_python=given.worker_python or home / "worker" / "bin" / "python",
        worker_environment=dict(pair.split("=", 1) for pair in given.worker_env),
        workers_per_function=given.workers_per_function,
    )
    try:
        require_pinned()
    except WrongVersion as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        return 2
    if not settings.worker_python.exists():
        print(
            f"error: the functions' interpreter {settings.worker_python} is missing: run `make up`", file=sys.stderr
        )
        return 2
    prepare_environment(settings)
    from infra.local.emulator.server import run  # reads the environment on import

    run(settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
