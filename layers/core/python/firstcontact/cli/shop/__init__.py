"""A shop's folder: begin one, check it, publish it to a running suite, undo that."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from firstcontact.cli.errors import CannotRun
from firstcontact.cli.shop import publish
from firstcontact.cli.shop.known import known

if TYPE_CHECKING:
    from firstcontact.shop.help_center import HelpCenter


def add(parser: argparse.ArgumentParser) -> None:
    """``shop new``, ``shop check``, ``shop publish`` and ``shop undo``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    new = verbs.add_parser("new", help="write a commented folder that passes the check")
    new.add_argument("directory", type=Path, metavar="DIR")
    new.add_argument("--name", help="the shop's name (default: that of the export, else the folder's name)")
    new.add_argument(
        "--from-zendesk",
        type=Path,
        metavar="EXPORT",
        help="begin with the articles, languages and address of a Help Center export (JSON)",
    )
    new.set_defaults(run=_new)
    check = verbs.add_parser(
        "check", help="list every fault of a folder with file and line; exit code 1 if there are any"
    )
    check.add_argument("directory", type=Path, metavar="DIR")
    check.set_defaults(run=_check)
    publish.add(verbs)


def _new(options: argparse.Namespace) -> int:
    from firstcontact.shop.scaffold import new

    imported = _read_export(options.from_zendesk) if options.from_zendesk else None
    name = options.name or (imported and imported.name) or options.directory.resolve().name
    try:
        written = new(options.directory, name, known(), imported)
    except OSError as error:
        raise CannotRun(f"cannot write {options.directory}: {error.strerror}") from error
    for path in written:
        print(path)
    for line in imported.left_out if imported else ():
        print(f"left out: {line}", file=sys.stderr)
    return 0


def _read_export(file: Path) -> "HelpCenter":
    from firstcontact.shop.help_center import read_help_center

    try:
        return read_help_center(file)
    except OSError as error:
        raise CannotRun(f"cannot read {file}: {error.strerror}") from error


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
