"""``python -m infra.local up|down|reset|status|logs|invoke|tokens``: the suite on a laptop."""

import argparse
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from infra.local.loader.folder import DEFAULT
from infra.local.runner import summary
from infra.local.runner.clients import without_real_accounts
from infra.local.runner.down import down, reset, status
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from infra.local.runner.invoke import invoke
from infra.local.runner.logs import read_logs
from infra.local.runner.record import Run, read
from infra.local.runner.steps import Steps
from infra.local.runner.suite import refresh
from infra.local.runner.up import up

_LOCAL = REPOSITORY / ".local"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a failure prints one line and returns exit code 2."""
    given = _parser().parse_args(arguments)
    try:
        return _run(given, Home(given.home.resolve()), Steps(since=getattr(given, "since", None)))
    except RunnerFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _run(given: argparse.Namespace, home: Home, steps: Steps) -> int:
    match given.command:
        case "up":
            suite = up(home, given.port, given.shop, steps)
            for line in summary.lines(suite):
                steps.tell(line)
            steps.tell(f"Ready in {steps.seconds():.0f} s. Stop: make down")
        case "down":
            down(home, steps)
        case "reset":
            reset(home, steps)
        case "status":
            return status(home, steps)
        case "logs":
            with contextlib.suppress(BrokenPipeError):
                for line in read_logs(home, given.name, follow=given.follow):
                    print(line, flush=given.follow)
        case "invoke":
            answer, failed = invoke(home, given.function, given.event)
            print(json.dumps(answer, indent=2, ensure_ascii=False))
            return int(failed)
        case "tokens":
            print(json.dumps(_tokens(home), indent=2))
    return 0


def _tokens(home: Home) -> dict[str, str]:
    run, suite = Run.load(home), read(home.suite)
    if run is None or not suite:
        raise RunnerFailure("the suite is not running: start it with `make up`")
    tokens: dict[str, str] = refresh(home, run, suite)["tokens"]
    return tokens


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", type=Path, default=_LOCAL, help="the folder of the suite's state and logs (.local)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    start = commands.add_parser("up", parents=[shared], help="start the suite; returns when it is ready")
    start.add_argument("--port", type=int, default=4566, help="the emulator's port, 0 for any free port (4566)")
    start.add_argument(
        "--shop", default=DEFAULT, help=f"a shop's folder, or the name of an included shop ({DEFAULT})"
    )
    start.add_argument("--since", type=float, help="the Unix time at which make began, for the total time")
    commands.add_parser("down", parents=[shared], help="stop the suite; its data is kept")
    commands.add_parser("reset", parents=[shared], help="stop the suite and delete its data")
    commands.add_parser("status", parents=[shared], help="show whether the suite runs, and its addresses")
    logs = commands.add_parser("logs", parents=[shared], help="show the logs")
    logs.add_argument("name", nargs="?", default="", help="a function or process (default: all)")
    logs.add_argument("--follow", action="store_true", help="keep showing new lines")
    call = commands.add_parser("invoke", parents=[shared], help="call one function with a prepared event")
    call.add_argument("function", help="a folder under functions")
    call.add_argument("event", help="a file under events/<function>, or any path")
    commands.add_parser("tokens", parents=[shared], help="sign the demo users in again and print their tokens")
    return parser


if __name__ == "__main__":
    settled = without_real_accounts(dict(os.environ))
    os.environ.clear()
    os.environ.update(settled)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
