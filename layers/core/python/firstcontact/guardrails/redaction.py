"""Replaces private data before a model or a log sees a text, and restores it in the reply.

Patterns find the data; checksums confirm it where there are any (cards by Luhn, IBANs by ISO 7064 mod 97). Pseudonyms
are numbered per type (``[EMAIL_1]``). The same value always gets the same pseudonym in a text, so the mapping can be
rebuilt from the case's text.
"""

import ipaddress
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from firstcontact.record import Record


class Span(Record):
    """Where private data is in a text: code points [start, end) of the input, and its type."""

    start: int
    end: int
    type: str


class Redacted(Record):
    """A text without its private data, and the values to restore it."""

    text: str
    spans: tuple[Span, ...]
    pseudonyms: dict[str, str]

    def restore(self, text: str) -> str:
        """Replace a text's pseudonyms by the real values."""
        return restore(text, self.pseudonyms)


MAX_BEFORE = 64  # characters before the @ of an address (RFC 5321)
_PSEUDONYM = re.compile(r"\[[A-Z_]+_\d+\]")


class _Pattern(NamedTuple):
    type: str
    expression: re.Pattern[str]
    holds: Callable[[str], bool]
    before: re.Pattern[str] | None = None  # the characters of which 1 to MAX_BEFORE precede the expression

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the pattern matches, without overlaps."""
        free = 0
        for found in self.expression.finditer(text):
            start, end = found.span()
            if self.before:
                # Searched for first, each of these characters would be read MAX_BEFORE times.
                while start > max(free, found.start() - MAX_BEFORE) and self.before.match(text, start - 1):
                    start -= 1
            if not self.before or start < found.start():
                free = end
                yield start, end


def _luhn(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    doubled = (sum(divmod(2 * d, 10)) if i % 2 else d for i, d in enumerate(reversed(digits)))
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0


def _iban(text: str) -> bool:
    compact = re.sub(r"\s", "", text).upper()
    if not 15 <= len(compact) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b")


def _phone(text: str) -> bool:
    return 8 <= sum(c.isdigit() for c in text) <= 15 and not _DATE.search(text)


def _ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


# Earlier patterns win where two overlap.
_PATTERNS = (
    _Pattern("EMAIL", re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"), lambda _: True, re.compile(r"[\w.+-]")),
    _Pattern("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"), _iban),
    _Pattern("CARD", re.compile(r"\b\d(?:[ -]?\d){12,18}\b"), _luhn),
    _Pattern("IP", re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), _ip),
    _Pattern(
        "PHONE", re.compile(r"(?<![\w-])(?:\+|00)\d[\d ()/.-]{6,18}\d\b|(?<![\w/-])0\d[\d ()/.-]{6,14}\d\b"), _phone
    ),
    _Pattern(
        "SECRET", re.compile(r"(?<=password is )\S+|(?<=password: )\S+|\b(?:sk|pk)_(?:live|test)_\w{8,}\b"), bool
    ),
    _Pattern("PERSON", re.compile(r"(?<=my name is )[A-Z]\w+(?: [A-Z]\w+){0,2}"), lambda _: True),
)


def find_spans(text: str) -> list[Span]:
    """The private spans of a text, in order, without overlaps."""
    found, taken = list[Span](), bytearray(len(text))  # a comparison with all earlier spans would be quadratic
    for pattern in _PATTERNS:
        for start, end in pattern.spans(text):
            if not any(taken[start:end]) and pattern.holds(text[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Span(start=start, end=end, type=pattern.type))
    return sorted(found, key=lambda span: span.start)


def redact(text: str) -> Redacted:
    """Replace private data with pseudonyms."""
    return redact_all([text])[0]


def redact_all(texts: Sequence[str]) -> list[Redacted]:
    """Replace private data in texts that belong together: the same value gets the same pseudonym in all of them."""
    found, names = [find_spans(text) for text in texts], dict[tuple[str, str], str]()
    counts = defaultdict[str, Iterator[int]](lambda: itertools.count(1))
    written = {name for text in texts for name in _PSEUDONYM.findall(text)}
    for text, spans in zip(texts, found, strict=True):
        for kind, value in _values(text, spans):
            if (kind, value) not in names:
                names[kind, value] = _free(kind, counts[kind], written)
    real = {pseudonym: value for (_, value), pseudonym in names.items()}
    return [
        Redacted(
            text=_replaced(text, spans, [names[value] for value in _values(text, spans)]),
            spans=tuple(spans),
            pseudonyms=real,
        )
        for text, spans in zip(texts, found, strict=True)
    ]


def restore(text: str, pseudonyms: Mapping[str, str]) -> str:
    """Replace pseudonyms by the real values in one pass, so that restored values stay as they are."""
    return _PSEUDONYM.sub(lambda found: pseudonyms.get(found.group(), found.group()), text)


def _values(text: str, spans: Sequence[Span]) -> list[tuple[str, str]]:
    return [(span.type, text[span.start : span.end]) for span in spans]


def mask(text: str) -> str:
    """Replace each private value with its type, as in ``[EMAIL]``, where it will not be restored."""
    spans = find_spans(text)
    return _replaced(text, spans, [f"[{span.type}]" for span in spans])


def _replaced(text: str, spans: Sequence[Span], by: Sequence[str]) -> str:
    pieces, position = [], 0
    for span, name in zip(spans, by, strict=True):
        pieces += [text[position : span.start], name]
        position = span.end
    return "".join([*pieces, text[position:]])


def _free(kind: str, numbers: Iterator[int], written: Collection[str]) -> str:
    """The next pseudonym of a type that does not stand in the customer's own words."""
    return next(name for number in numbers if (name := f"[{kind}_{number}]") not in written)
