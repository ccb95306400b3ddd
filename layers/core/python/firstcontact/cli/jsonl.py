"""JSON Lines input and output: one output line per input line, in order; ``-`` is standard input or output."""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from firstcontact.cli.errors import CannotRun
from firstcontact.errors import Refused
from firstcontact.validation import invalid_from

Row = dict[str, Any]


def add_files(parser: argparse.ArgumentParser) -> None:
    """Add ``--in`` and ``--out``, the options of every command that works line by line."""
    parser.add_argument("--in", dest="source", default="-", help="JSON Lines, - for standard input")
    parser.add_argument("--out", dest="target", default="-", help="JSON Lines, - for standard output")


def text_in(record: Row, field: str = "text") -> str:
    """A field that must be a string; ``KeyError`` if it is missing, ``ValueError`` if it is not a string."""
    text = record[field]
    if not isinstance(text, str):
        raise ValueError(f"{field}: not a string")
    return text


@contextlib.contextmanager
def reading(path: str) -> Iterator[TextIO]:
    """Open a text file, or standard input for ``-``."""
    if path == "-":
        yield sys.stdin
        return
    try:
        with Path(path).open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            yield file
    except OSError as error:
        raise CannotRun(f"cannot read {path}: {error.strerror}") from error


@contextlib.contextmanager
def writing(path: str) -> Iterator[TextIO]:
    """Open a file to write, or standard output for ``-``."""
    if path == "-":
        yield sys.stdout
        return
    try:
        with Path(path).open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise CannotRun(f"cannot write {path}: {error.strerror}") from error


def parse(line: str, number: int) -> tuple[object, Row]:
    """The line's id (its number if it has none) and its object; ``ValueError`` says why a line is invalid."""
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    return record.get("id", number), record


def convert(source: str, target: str, work: Callable[[Row], Row]) -> int:
    """Run ``work`` over every line; a line that fails becomes {"id", "error"}. Returns the exit code."""
    failed = False
    with reading(source) as lines, writing(target) as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            name: object = number
            try:
                name, record = parse(line, number)
                result = {"id": name, **work(record)}
            except ValidationError as error:
                result, failed = {"id": name, "error": invalid_from(error).detail}, True
            except (ValueError, KeyError, TypeError, Refused) as error:
                said = f"missing field {error}" if isinstance(error, KeyError) else str(error)
                result, failed = {"id": name, "error": said}, True
            out.write(json.dumps(result, ensure_ascii=False) + "\n")
            out.flush()
    return 1 if failed else 0
