"""Private data in texts: find it, replace it."""

import argparse

from firstcontact import privacy
from firstcontact.cli.lines import Record, convert


def add(parser: argparse.ArgumentParser) -> None:
    """``privacy redact``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    redact = verbs.add_parser("redact", help="{id?,text} → {id,text,spans}; offsets in code points of the input")
    redact.add_argument("--in", dest="source", default="-", help="JSON Lines, - for standard input")
    redact.add_argument("--out", dest="target", default="-", help="JSON Lines, - for standard output")
    redact.set_defaults(run=lambda options: convert(options.source, options.target, _redact))


def _redact(record: Record) -> Record:
    redacted = privacy.redact(_text(record))
    return {"text": redacted.text, "spans": [span.model_dump() for span in redacted.spans]}


def _text(record: Record) -> str:
    text = record["text"]
    if not isinstance(text, str):
        raise ValueError("text: not a string")
    return text
