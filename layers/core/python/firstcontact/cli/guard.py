"""Texts that try to instruct the machine."""

import argparse

from firstcontact import guard
from firstcontact.cli.lines import Record, convert


def add(parser: argparse.ArgumentParser) -> None:
    """``guard check``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    check = verbs.add_parser("check", help="{id?,text,source?} → {id,suspicious,score,reasons}; 1 is worst")
    check.add_argument("--in", dest="source", default="-", help="JSON Lines, - for standard input")
    check.add_argument("--out", dest="target", default="-", help="JSON Lines, - for standard output")
    check.set_defaults(run=lambda options: convert(options.source, options.target, _check))


def _check(record: Record) -> Record:
    text, source = record["text"], record.get("source", "customer")
    if not isinstance(text, str):
        raise ValueError("text: not a string")
    if source not in ("customer", "document"):
        raise ValueError("source: neither customer nor document")
    return guard.check(text, source).model_dump(mode="json")
