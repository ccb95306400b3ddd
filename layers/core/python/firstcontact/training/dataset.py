"""The texts a router learns from, read from CSV files; doubtful rows are reported by line number."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firstcontact.errors import Invalid
from firstcontact.routing.policy import Policy

NAMED = 20  # line numbers that a warning lists; further ones are only counted
LONG = 1000  # characters; a router reads only the beginning of longer texts


@dataclass(frozen=True)
class Example:
    """A text, its intent, and its line number in the file."""

    text: str
    intent: str
    line: int


@dataclass(frozen=True)
class Data:
    """The texts a router is trained and evaluated on, and the policy for its intents."""

    examples: Sequence[Example]
    out_of_scope: Sequence[str] = ()
    validation: Sequence[Example] = ()
    policy: Policy = field(default_factory=lambda: Policy(intents={}))
    signs: Mapping[str, Sequence[tuple[str, bool]]] = field(default_factory=dict)


def read(path: Path) -> tuple[list[Example], list[str]]:
    """The examples of a file with the columns ``text`` and ``intent``, and warnings about the file."""
    examples, empty, unused = [], list[int](), list[str]()
    for line, row in _rows(path, ("text", "intent"), unused):
        text, intent = row["text"].strip(), row["intent"].strip()
        if text and intent:
            examples.append(Example(text, intent, line))
        else:
            empty.append(line)
    warnings = [f"{path.name}: left out, text or intent is empty: {_lines(empty)}"] if empty else []
    return examples, [*warnings, *([f"{path.name}: columns not used: {', '.join(unused)}"] if unused else [])]


def read_any_intent(path: Path) -> list[Example]:
    """The examples of such a file; an empty intent is allowed and means that no intent fits."""
    rows = _rows(path, ("text", "intent"))
    return [Example(row["text"].strip(), row["intent"].strip(), line) for line, row in rows if row["text"].strip()]


def read_texts(path: Path) -> list[str]:
    """The texts of a file with the column ``text``."""
    return [row["text"].strip() for _, row in _rows(path, ("text",)) if row["text"].strip()]


def read_flags(path: Path, column: str) -> list[tuple[str, bool]]:
    """The texts and flags of a file with the column ``text`` and one of 0 and 1; ``Invalid`` for other values."""
    found = []
    for line, row in _rows(path, ("text", column)):
        if row[column].strip() not in ("0", "1"):
            raise Invalid(f"{path.name}, line {line}: {column} is neither 0 nor 1", remedy="Correct the line.")
        found.append((row["text"].strip(), row[column].strip() == "1"))
    return found


def doubts(examples: Iterable[Example]) -> list[str]:
    """Warnings for a person to check: intents with one example, texts with two intents, wordless or long texts."""
    examples = list(examples)
    by_intent: dict[str, list[Example]] = defaultdict(list)
    by_text: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
        by_text[normalise(example.text)].append(example)
    found = [
        f"the intent {intent!r} has one example: {_lines([alone[0].line])}"
        for intent, alone in by_intent.items()
        if len(alone) == 1
    ]
    for same in by_text.values():
        intents = sorted({example.intent for example in same})
        if len(intents) > 1:
            where = _lines([example.line for example in same])
            found.append(f"{same[0].text[:60]!r} stands under {' and '.join(intents)}: {where}")
    wordless = [example.line for example in examples if not any(map(str.isalnum, example.text))]
    long = [example.line for example in examples if len(example.text) > LONG]
    if wordless:
        found.append(f"without a word: {_lines(wordless)}")
    if long:
        found.append(f"longer than {LONG} characters, of which only the beginning is read: {_lines(long)}")
    return found


def distinct(examples: Iterable[Example]) -> list[Example]:
    """Remove repetitions, which would put training texts into the validation set."""
    return list({(normalise(example.text), example.intent): example for example in examples}.values())


def normalise(text: str) -> str:
    """The text in lower case with single spaces: texts that differ in nothing else are the same."""
    return " ".join(text.casefold().split())


def _lines(numbers: Sequence[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:NAMED])
    more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
    return f"{'line' if len(numbers) == 1 else 'lines'} {named}{more}"


def _rows(
    path: Path, columns: Sequence[str], unused: list[str] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line number it begins on; the names of other columns are appended to ``unused``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            places = [_place(path, header, column) for column in columns]
            if unused is not None:
                unused += [name for name in header if name not in columns]
            begins = reader.line_num + 1
            for row in reader:
                if row:
                    cells = (row[place] if place < len(row) else "" for place in places)
                    yield begins, dict(zip(columns, cells, strict=True))
                begins = reader.line_num + 1
    except OSError as error:
        raise Invalid(f"cannot read {path}: {error.strerror}", remedy="Check the path.") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"{path} is not UTF-8", remedy="Save it as UTF-8.") from error
    except csv.Error as error:
        raise Invalid(f"{path}, line {reader.line_num}: {error}", remedy="Correct the line.") from error


def _place(path: Path, header: Sequence[str], column: str) -> int:
    if column not in header:
        said = ", ".join(header) or "nothing"
        raise Invalid(f"{path} has no column {column!r} (its header: {said})", remedy="Add the column.")
    return header.index(column)
