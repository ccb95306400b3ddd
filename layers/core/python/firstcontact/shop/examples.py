"""tickets.jsonl and questions.jsonl: solved tickets, and labelled questions for rehearsals."""

import json
from collections.abc import Iterator
from typing import Any, Literal, TypeVar

from firstcontact.record import Instant, Record
from firstcontact.shop.files import MAX_LINES, MIB, Folder, line_of, not_utf8
from firstcontact.shop.findings import Findings, did_you_mean
from firstcontact.shop.validation import validated
from firstcontact.shop.values import Language, Name, Texts

R = TypeVar("R", bound=Record)
MAX_LINE = MIB


class Ticket(Record):
    """A solved ticket."""

    id: str
    question: str
    reply: str
    closed_at: Instant
    tags: Texts = ()
    language: Language | None = None


class Question(Record):
    """A question, the expected destination, and the facts that a right answer contains."""

    text: str
    expect: Literal["answer", "person", "action"]
    facts: Texts = ()
    action: Name | None = None
    language: Language | None = None


class _Line:
    """Reports the same line for every key, because each record is on one line."""

    def __init__(self, number: int) -> None:
        self._number = number

    def line(self, *_: str | int) -> int:
        return self._number


def read_tickets(folder: Folder, name: str, findings: Findings) -> tuple[Ticket, ...]:
    """Read the solved tickets; adds a fault for a repeated id."""
    tickets, lines = [], dict[str, int]()
    for number, ticket in _records(Ticket, folder, name, findings):
        first = lines.setdefault(ticket.id, number)
        if first != number:
            findings.fault(
                name, number, f"two tickets with the id `{ticket.id[:60]}` (first in line {first}): keep one"
            )
        if blank := next((key for key in ("id", "question", "reply") if not getattr(ticket, key).strip()), None):
            findings.fault(name, number, f"`{blank}` is empty: fill it or delete the line")
        tickets.append(ticket)
    return tuple(tickets)


def read_questions(folder: Folder, name: str, actions: frozenset[str], findings: Findings) -> tuple[Question, ...]:
    """Read the labelled questions; adds a fault for an unknown action, or one without ``expect = "action"``."""
    questions = []
    for number, question in _records(Question, folder, name, findings):
        if not question.text.strip():
            findings.fault(name, number, "`text` is empty: fill it or delete the line")
        if question.action is not None and question.expect != "action":
            findings.fault(name, number, '`action` needs "expect": "action": change one or delete the other')
        if question.action is not None and question.action not in actions:
            remedy = did_you_mean(question.action, actions)
            findings.fault(name, number, f"unknown action `{question.action}`: {remedy}")
        questions.append(question)
    return tuple(questions)


def _records(model: type[R], folder: Folder, name: str, findings: Findings) -> Iterator[tuple[int, R]]:
    content = folder.bytes_of(name, MAX_LINES) if folder.has(name) else None
    for number, line in enumerate((content or b"").removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            values = _parse(line)
        except UnicodeDecodeError as error:
            findings.fault(name, number + line_of(line, error.start) - 1, not_utf8(line, error.start))
        except (ValueError, RecursionError) as error:
            findings.fault(name, number, f"not a JSON object on one line ({error}): correct the line")
        else:
            record = validated(model, values, name, _Line(number), findings)
            if record is not None:
                yield number, record


def _parse(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise ValueError(f"longer than {MAX_LINE // MIB} MiB")
    text = line.decode("utf-8")
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at column {error.colno}") from None
    if not isinstance(values, dict):
        raise ValueError("a list or a single value")
    return values
