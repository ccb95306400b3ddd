"""What a running suite cost, by function, item and case."""

import argparse
import json

from firstcontact.cli import local_suite
from firstcontact.cli.errors import CannotRun


def add(parser: argparse.ArgumentParser) -> None:
    """Add ``costs report``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    report = verbs.add_parser("report", help="the cost summary of a running suite, as JSON")
    report.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print ``GET /v1/costs``."""
    running = local_suite.find()
    status, costs = local_suite.call(f"{running['api']}/v1/costs", local_suite.token(running, "finance"))
    if status != 200:
        raise CannotRun(str(costs.get("detail", status)))
    print(json.dumps(costs, indent=2))
    return 0
