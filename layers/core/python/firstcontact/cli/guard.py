"""Detect texts that try to give instructions to the model (prompt injection)."""

import argparse

from firstcontact.cli.jsonl import Row, add_files, convert, text_in
from firstcontact.guardrails.injection import check_injection


def add(parser: argparse.ArgumentParser) -> None:
    """Add ``guard check``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    check = verbs.add_parser("check", help="{id?,text,source?} → {id,suspicious,score,reasons}; 1 is worst")
    add_files(check)
    check.set_defaults(run=lambda options: convert(options.source, options.target, _check))


def _check(record: Row) -> Row:
    text, source = text_in(record), record.get("source", "customer")
    if source not in ("customer", "document"):
        raise ValueError("source: neither customer nor document")
    return check_injection(text, source).model_dump(mode="json")
