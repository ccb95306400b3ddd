"""The ``firstcontact`` command line; every failure is reported as one clear line.

Exit codes: 0 done · 1 done, but some lines or checks failed · 2 could not run (the line says why).
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from firstcontact.cli.errors import CannotRun
from firstcontact.errors import FirstContactError

COMMANDS = ("ask", "router", "knowledge", "gate", "privacy", "guard", "costs", "switch", "shop")


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The argument parser. Only the wanted command's module is imported, so that every command starts quickly."""
    root = argparse.ArgumentParser(prog="firstcontact", description=__doc__)
    nouns = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = importlib.import_module(f"firstcontact.cli.{name}") if name == wanted else None
        noun = nouns.add_parser(name, help=None if module is None else module.__doc__)
        if module is not None:
            module.add(noun)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = next((word for word in given if not word.startswith("-")), None)
    options = parser(wanted).parse_args(given)
    try:
        return int(options.run(options))
    except (CannotRun, FirstContactError) as error:
        remedy = f" ({error.remedy})" if isinstance(error, FirstContactError) else ""
        print(f"firstcontact: {error}{remedy}", file=sys.stderr)
        return 2
