"""Finds order numbers in a text, by the patterns of the shop.

A number that contains letters is recognised wherever it is a separate word. Numbers of digits only are ambiguous,
so the words around them decide: after a word such as "order" they count, otherwise only if they do not look like
something else.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from firstcontact.record import Record
from firstcontact.shop import order_contexts as contexts

MAX_LENGTH = 64
MIN_BARE_DIGITS = 3  # a shorter number counts only after a word such as "order"
_LETTER = r"A-Za-z0-9_À-ÖØ-öø-ɏͰ-ԯ"
_START = re.compile(rf"(?<![{_LETTER}@])[A-Za-z0-9#]")
_WORD_FOLLOWS = re.compile(rf"[{_LETTER}@]|-[{_LETTER}]")
_GROUPED = re.compile(r"\d{1,3}([ .,'\u2019])\d{3}(?:\1\d{3}){0,20}(?![.,'\u2019 ]?\d)")
_SPACED = re.compile(r"\d{1,10}(?: \d{1,10}){1,5}(?! ?\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_SHORT_TEXT = 100
_SUFFIX = re.compile(rf"-[A-Za-z]{{1,2}}(?![{_LETTER}@-])")
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-/._](?=[A-Za-z0-9])){2,63}")
_DATE = re.compile(r"\d{1,4}([-./])\d{1,2}(?:\1\d{1,4})?")


class OrderNumber(Record):
    """An order id and its position in the text."""

    start: int
    end: int
    id: str


class _Plain(dict[int, int]):
    """Maps digits, dashes, spaces and full-width letters to ASCII one to one, so that positions do not change."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        digit = unicodedata.decimal(character, None)
        if code < 128:
            plain = code
        elif digit is not None:
            plain = ord("0") + digit
        elif 0xFF01 <= code <= 0xFF5E:
            plain = code - 0xFEE0
        elif code in (0x00AD, 0x2212) or unicodedata.category(character) == "Pd":
            plain = ord("-")
        else:
            is_blank = character.isspace() or unicodedata.category(character) == "Cf"
            plain = ord(" ") if is_blank else code
        self[code] = plain
        return plain


_PLAIN = _Plain()


class _Pattern:
    """A shop's pattern, compiled to be matched at any position without regard to case."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._exact = re.compile(pattern.pattern, re.ASCII)
        self._anywhere = re.compile(f"(?:{pattern.pattern})(?![A-Za-z0-9_])", re.ASCII | re.IGNORECASE)

    def match(self, text: str, at: int) -> int:
        """The end of the order number that starts at ``at``; -1 if there is none."""
        found = self._anywhere.match(text, at, at + MAX_LENGTH + 1)
        return found.end() if found and found.end() - at <= MAX_LENGTH else -1

    def id_of(self, written: str) -> str | None:
        """The id as the shop writes it: in upper case if the pattern allows."""
        for form in (written.upper(), written, written.lower()):
            if found := self._exact.fullmatch(form):
                return str((found[1] if found.re.groups else None) or found[0])
        return None


@lru_cache(maxsize=256)
def _prepared(pattern: re.Pattern[str]) -> _Pattern:
    return _Pattern(pattern)


def find(text: str, patterns: Sequence[re.Pattern[str]]) -> list[OrderNumber]:
    """Find the order numbers of a text in their order; the time is linear in the length of the text."""
    return _Reader(text.translate(_PLAIN), [_prepared(pattern) for pattern in patterns]).read()[0]


def replace(text: str, patterns: Sequence[re.Pattern[str]], by: str) -> str:
    """The text with another number in place of each order number."""
    pieces, position = [], 0
    for number in find(text, patterns):
        pieces += [text[position : number.start], by]
        position = number.end
    return "".join([*pieces, text[position:]])


def find_unreadable(text: str, patterns: Sequence[re.Pattern[str]]) -> list[str]:
    """Find tokens that are named as order numbers but do not match the shop's patterns.

    The caller should ask the customer instead of choosing another order.
    """
    return _Reader(text.translate(_PLAIN), [_prepared(pattern) for pattern in patterns]).read()[1]


class _Reader:
    """Scans a text once; remembers where a list of order numbers ends."""

    def __init__(self, text: str, patterns: Sequence[_Pattern]) -> None:
        self._text, self._patterns = text, patterns
        self._is_number_alone = len(text) <= _SHORT_TEXT and not _HAS_LETTER.search(text)
        self._list_end: int | None = None

    def read(self) -> tuple[list[OrderNumber], list[str]]:
        """The order numbers, and the tokens named as order numbers that match no pattern."""
        found, unreadable, end = list[OrderNumber](), list[str](), 0
        for start in _START.finditer(self._text):
            at = start.start()
            if at < end:
                continue
            if number := self._at(at):
                found.append(number)
                end = number.end
            elif token := self._unreadable(at):
                unreadable.append(token)
                end = at + len(token)
        return found, unreadable

    def _at(self, at: int) -> OrderNumber | None:
        end = max((one.match(self._text, at) for one in self._patterns), default=-1)
        if end <= at and not self._text[at].isdigit():
            return None  # like most words
        before = self._text[max(0, at - contexts.REACH) : at]
        introduced = contexts.introduction(before)
        in_list = self._list_end is not None and contexts.joins(self._text, self._list_end, at)
        number = None
        if introduced and not contexts.names_several(before):
            number = self._grouped(at)
        if number is None and end > at:
            number = self._single(before, at, end, introduced, in_list)
        if number and (introduced or in_list):
            self._list_end = number.end
        return number

    def _single(self, before: str, at: int, end: int, introduced: str, in_list: bool) -> OrderNumber | None:
        written = self._text[at:end]
        is_named = bool(introduced) or in_list
        suffix = _SUFFIX.match(self._text, end)
        if suffix and is_named and not _HAS_LETTER.search(written):
            end = suffix.end()  # a suffix that customers add, as in 1017-B
        after = self._text[end : end + contexts.REACH]
        if not self._is_whole(before, written, after, is_named) or (found := self._number(at, end, written)) is None:
            return None
        if _HAS_LETTER.search(written):
            # A word without digits counts only if it is named as an order number and written exactly like one.
            is_exact = is_named and written == found.id
            return found if is_exact or any(character.isdigit() for character in written) else None
        digits = written.lstrip("#")
        if introduced != "named" and contexts.is_amount_or_measure(before, after):
            return None
        if in_list and not introduced:
            is_other = contexts.is_counted(after) or contexts.is_in_address(before, digits, after)
            return None if is_other else found
        if introduced:
            return found
        is_vague = len(digits) < MIN_BARE_DIGITS or _YEAR.fullmatch(digits)
        if is_vague and not self._is_number_alone:
            return None
        return None if contexts.is_something_else(before, digits, after) else found

    def _is_whole(self, before: str, written: str, after: str, is_named: bool) -> bool:
        """Whether the number is complete, that is, not part of a longer number, a date, a time or a fraction."""
        if _WORD_FOLLOWS.match(after) or before.endswith("+"):
            return False
        is_bare = not _HAS_LETTER.search(written)
        if after[:1] in ("/", ".", ",", ":") and after[1:2].isdigit() and is_bare:
            return is_named and after[0] in "/," and self._continues(after[1:])
        if before[-1:] in ("-", "/", ".", ",", ":") and before[-2:-1].isalnum() and not is_named:
            return before[-1] != "-" and not (is_bare and (before[-1] == "/" or before[-2].isdigit()))
        return True

    def _continues(self, rest: str) -> bool:
        """Whether another order number follows immediately, in a list without spaces."""
        return any(one.match(rest, 0) > 0 for one in self._patterns)

    def _unreadable(self, at: int) -> str | None:
        token = _TOKEN.match(self._text, at)
        if token is None or not any(character.isdigit() for character in token[0]) or _DATE.fullmatch(token[0]):
            return None
        before = self._text[max(0, at - contexts.REACH) : at]
        after = self._text[token.end() : token.end() + contexts.REACH]
        is_sum = contexts.is_amount_or_measure(before, after) or contexts.is_counted(after)
        return token[0] if contexts.introduction(before) and not is_sum else None

    def _grouped(self, at: int) -> OrderNumber | None:
        """A number with its digits in groups, such as 1 042; only used after a word that introduces an order."""
        spaced = _SPACED.match(self._text, at)
        run = _GROUPED.match(self._text, at)
        if run is None and spaced and all(one.match(self._text, at) < 0 for one in self._patterns):
            run = spaced
        if run is None:
            return None
        after = self._text[run.end() : run.end() + contexts.REACH]
        if _WORD_FOLLOWS.match(after) or contexts.is_amount_or_measure("", after):
            return None
        return self._number(at, run.end(), re.sub(r"\D", "", run[0]))

    def _number(self, at: int, end: int, written: str) -> OrderNumber | None:
        found = next((name for one in self._patterns if (name := one.id_of(written))), None)
        return None if found is None else OrderNumber(start=at, end=end, id=found)
