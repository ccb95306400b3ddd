"""The characters that an expression can tell apart: classes, each with a character that stands for it."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

parser: Any = import_module("re._parser")  # there is no public access to the parse tree
_compiler: Any = import_module("re._compiler")
SINGLE = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY"})
LOOKS = frozenset({"ASSERT", "ASSERT_NOT"})
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_ELSEWHERE = "éÉßſKıİÀÞÿ漢あا٣²\u00a0\u2003\u0085\u2028\u200b€–’\U0001f600"  # noqa: RUF001 - letters of every kind
_Sample = str | bytes


class Alphabet:
    """The classes of an expression. ``edge`` is the number of a class of its own: the text's start or end."""

    def __init__(self, expression: re.Pattern[Any], tree: Any) -> None:
        self._is_text = isinstance(expression.pattern, str)
        self._flags = int(expression.flags)
        self._members: dict[str, int] = {}
        leaves = dict(_leaves(tree, self._flags))
        tests = {key: self._matcher(node, flags) for key, (node, flags) in leaves.items()}
        tests["word"] = re.compile(r"\w" if self._is_text else rb"\w", self._flags & re.ASCII)
        tests["line end"] = re.compile("\n" if self._is_text else b"\n")
        by_signature: dict[tuple[bool, ...], _Sample] = {}
        for sample in self._samples(leaves):
            signature = tuple(bool(test.fullmatch(sample)) for test in tests.values())
            by_signature.setdefault(signature, sample)
        self.samples = list(by_signature.values())
        self.edge = len(self.samples)
        for at, key in enumerate(tests):
            self._members[key] = sum(1 << number for number, one in enumerate(by_signature) if one[at])
        self.every = (1 << self.edge) - 1

    def matching(self, node: Any, flags: int) -> int:
        """The classes that a single-character node matches, one bit for each."""
        return self._members[_key(node, flags)]

    @property
    def word(self) -> int:
        """The classes of letters, digits and underscores."""
        return self._members["word"]

    @property
    def line_end(self) -> int:
        """The class of the line feed."""
        return self._members["line end"]

    def show(self, classes: list[int]) -> str:
        """A text made of these classes."""
        shown = [self.samples[number] for number in classes]
        return "".join(one if isinstance(one, str) else one.decode("latin-1") for one in shown)

    def _matcher(self, node: Any, flags: int) -> re.Pattern[Any]:
        state = parser.State()
        state.flags = flags
        matcher: re.Pattern[Any] = _compiler.compile(parser.SubPattern(state, [node]))
        return matcher

    def _samples(self, leaves: dict[str, tuple[Any, int]]) -> Iterator[_Sample]:
        if not self._is_text:
            yield from (bytes([code]) for code in range(256))
            return
        codes = {code for node, _ in leaves.values() for code in _named(node)}
        near = {other for code in codes for other in (code - 1, code, code + 1) if 0 <= other < 0x110000}
        letters = "".join(map(chr, sorted({*range(128), *near}))) + _ELSEWHERE
        yield from sorted({*letters, *letters.lower(), *letters.upper()}, key=_by_readability)


def _by_readability(character: str) -> tuple[bool, int]:
    return not ("!" <= character <= "~" or character == " "), ord(character)


def _key(node: Any, flags: int) -> str:
    return f"{node} {flags & (re.IGNORECASE | re.ASCII | re.DOTALL)}"


def _leaves(tree: Any, flags: int) -> Iterator[tuple[str, tuple[Any, int]]]:
    for node in tree:
        operation, value = str(node[0]), node[1]
        if operation in SINGLE:
            yield _key(node, flags), (node, flags)
        for part, changed in parts(operation, value, flags):
            yield from _leaves(part, changed)


def parts(operation: str, value: Any, flags: int) -> list[tuple[Any, int]]:
    """The expressions inside a node, with the flags that hold in them."""
    if operation in REPEATS:
        return [(value[2], flags)]
    if operation == "BRANCH":
        return [(part, flags) for part in value[1]]
    if operation == "SUBPATTERN":
        return [(value[3], flags & ~value[2] | value[1])]
    if operation == "ATOMIC_GROUP":
        return [(value, flags)]
    if operation in LOOKS:
        return [(value[1], flags)]
    if operation == "GROUPREF_EXISTS":
        return [(part, flags) for part in value[1:] if part is not None]
    return []


def _named(node: Any) -> Iterator[int]:
    operation, value = str(node[0]), node[1]
    if operation in ("LITERAL", "NOT_LITERAL"):
        yield value
    elif operation == "IN":
        for one in value:
            yield from _named(one)
    elif operation == "RANGE":
        yield from value
