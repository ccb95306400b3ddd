"""A shop's folder: begin one, check one."""

import argparse
from pathlib import Path

from firstcontact.actions import ACTIONS
from firstcontact.cli.errors import CannotRun
from firstcontact.shop.known import Known

# What the registries of actions, connectors and replies will say as they come to hold it.
_ACTIONS = (
    "refund return exchange store_credit cancel change_address change_items replacement missing_parcel damage_claim"
    " warranty invoice password_reset account_details subscription"
)
_VENDORS = {
    "orders": frozenset({"shopify"}),
    "inventory": frozenset({"shopify"}),
    "payments": frozenset({"stripe"}),
    "shipping": frozenset({"easypost"}),
    "help_desk": frozenset({"zendesk"}),
    "crm": frozenset({"salesforce"}),
    "issues": frozenset({"jira"}),
    "identity": frozenset({"cognito"}),
}


def add(parser: argparse.ArgumentParser) -> None:
    """``shop new``, ``shop check``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    new = verbs.add_parser("new", help="write a commented folder that passes the check")
    new.add_argument("directory", type=Path, metavar="DIR")
    new.add_argument("--name", help="the shop's name, if not that of the folder")
    new.set_defaults(run=_new)
    check = verbs.add_parser("check", help="name every fault of a folder with its file and line; exit 1 if any")
    check.add_argument("directory", type=Path, metavar="DIR")
    check.set_defaults(run=_check)


def known() -> Known:
    """What the product knows."""
    from firstcontact.training import catalogue

    intents = frozenset(catalogue.built_in().intents)
    return Known(actions=frozenset({*_ACTIONS.split(), *ACTIONS}), vendors=_VENDORS, intents=intents)


def _new(options: argparse.Namespace) -> int:
    from firstcontact.shop.scaffold import new

    try:
        written = new(options.directory, options.name or options.directory.resolve().name, known())
    except OSError as error:
        raise CannotRun(f"cannot write {options.directory}: {error.strerror}") from error
    for path in written:
        print(path)
    return 0


def _check(options: argparse.Namespace) -> int:
    from firstcontact.shop.folder import inspect

    found = inspect(options.directory, known())
    for fault in found.faults:
        print(fault)
    for note in found.notes:
        print(f"{note} (note)")
    if not found.faults:
        print(f"{options.directory}: no faults")
    return 1 if found.faults else 0
