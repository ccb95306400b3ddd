"""Cases: check that each has a next owner, and show one case's whole story."""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from firstcontact.cases.case import Case
from firstcontact.cli import local_suite
from firstcontact.cli.case_story import story
from firstcontact.cli.errors import CannotRun
from firstcontact.record import now
from firstcontact.recovery.check import OpenCase, open_case

TABLES = ("Cases", "Conversations", "Reviews")


def add(parser: argparse.ArgumentParser) -> None:
    """Add ``cases check`` and ``cases show ID``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    check = verbs.add_parser("check", help="list the open cases with their owners; exit code 1 if one has none")
    check.add_argument("--cases-table", help="the table of a deployed suite, if not the local one's")
    check.set_defaults(run=run_check)
    show = verbs.add_parser("show", help="what happened to one case, from all stores, in order of time")
    show.add_argument("case_id", metavar="ID")
    show.set_defaults(run=run_show)


def run_check(options: argparse.Namespace) -> int:
    """Print a JSON line for each open case."""
    name, client = local_suite.resource(options.cases_table, "CasesTable", "dynamodb")
    lost = 0
    for found in _open_cases(client, name):
        print(found.model_dump_json())
        lost += found.lost
    return 1 if lost else 0


def _open_cases(client: Any, table: str) -> Iterator[OpenCase]:
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        for item in page["Items"]:
            look = item.get("look_at", {}).get("S")
            case = Case.model_validate_json(item["fact"]["S"])
            found = open_case(case, datetime.fromisoformat(look) if look else None, now())
            if found is not None:
                yield found


def run_show(options: argparse.Namespace) -> int:
    """Print a JSON line for each thing that happened; no line has a customer's words."""
    outputs = local_suite.find()["internal"]["outputs"]
    tables = {name: str(outputs[f"{name}Table"]) for name in TABLES}
    lines = story(
        options.case_id,
        tables,
        str(outputs["ResolutionWorkflowArn"]),
        local_suite.client(None, "dynamodb"),
        local_suite.client(None, "stepfunctions"),
    )
    if not lines:
        raise CannotRun(f"there is no case {options.case_id}")
    for line in lines:
        print(json.dumps(line, default=str))
    return 0
