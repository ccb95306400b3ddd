"""Find private data in texts and replace it."""

import argparse

from firstcontact.cli.jsonl import Row, add_files, convert, text_in
from firstcontact.guardrails.redaction import redact


def add(parser: argparse.ArgumentParser) -> None:
    """Add ``privacy redact``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verb = verbs.add_parser("redact", help="{id?,text} → {id,text,spans}; offsets in code points of the input")
    add_files(verb)
    verb.set_defaults(run=lambda options: convert(options.source, options.target, _redact))


def _redact(record: Row) -> Row:
    redacted = redact(text_in(record))
    return {"text": redacted.text, "spans": [span.model_dump() for span in redacted.spans]}
