"""The `firstcontact` command line; every failure is reported as one clear line.

Exit codes: 0 done · 1 done, but some lines or checks failed · 2 could not run (the line says why).
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from firstcontact.cli.errors import CannotRun
from firstcontact.errors import FirstContactError

# Each command with its help: the first line of its module's docstring, written here so that help imports no module.
COMMANDS = {
    "ask": "Ask a running suite one question: shows the reply, the verdict, the sources and the cost.",
    "router": "The router, which predicts a message's intent: train, run, evaluate and publish it.",
    "knowledge": "Knowledge indexes: fill, search, rebuild, publish or drop one, and evaluate its search.",
    "gate": "The gate: score replies, or calibrate it on your own labelled replies.",
    "privacy": "Find private data in texts and replace it.",
    "guard": "Detect texts that try to give instructions to the model (prompt injection).",
    "cases": "Cases: check that each has a next owner, and show one case's whole story.",
    "costs": "What a running suite cost, by function, item and case.",
    "switch": "Set the handoff switch: send every case to a person, or let replies be sent automatically.",
    "shop": "A shop's folder: begin one, check it, publish it to a running suite, undo that.",
}


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The argument parser. Only the wanted command's module is imported, so that every command starts quickly."""
    raw = argparse.RawDescriptionHelpFormatter
    root = argparse.ArgumentParser(prog="firstcontact", description=__doc__, formatter_class=raw)
    nouns = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, line in COMMANDS.items():
        noun = nouns.add_parser(name, help=line, description=line)
        if name == wanted:
            importlib.import_module(f"firstcontact.cli.{name}").add(noun)
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
