"""A shop's folder: begin one, check it, publish it to a running suite, undo that."""

import argparse
from pathlib import Path

from firstcontact.cli.errors import CannotRun
from firstcontact.cli.shop import publish
from firstcontact.cli.shop.known import known


def add(parser: argparse.ArgumentParser) -> None:
    """``shop new``, ``shop check``, ``shop publish`` and ``shop undo``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    new = verbs.add_parser("new", help="write a commented folder that passes the check")
    new.add_argument("directory", type=Path, metavar="DIR")
    new.add_argument("--name", help="the shop's name (default: the folder's name)")
    new.set_defaults(run=_new)
    check = verbs.add_parser(
        "check", help="list every fault of a folder with file and line; exit code 1 if there are any"
    )
    check.add_argument("directory", type=Path, metavar="DIR")
    check.set_defaults(run=_check)
    publish.add(verbs)


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
