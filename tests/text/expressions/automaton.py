"""The position automaton of an expression (Glushkov): one state per character that it can read.

An edge carries a condition on the character before it and the one after it, so boundaries, anchors and look-arounds
of one character are exact. Longer look-arounds, and what a back reference repeats, are widened: the automaton may do
more than the expression, never less.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from tests.text.expressions.characters import LOOKS, REPEATS, SINGLE, Alphabet, parser

Item = TypeVar("Item")
MAX_COPIES = 256  # a repetition that may be longer counts as unbounded
Edge = tuple[int, int]  # a position, and the pairs of characters around the edge as one bit each


class Fragment(NamedTuple):
    """A part of an expression: where it begins and ends, when it is empty, and the look-aheads at its start."""

    first: Sequence[Edge]
    last: Sequence[Edge]
    empty: Sequence[int]
    aside: Sequence[Edge] = ()


class Automaton:
    """The states of an expression: the ``classes`` that each reads, its ``edges``, the atomic ``groups`` it is in."""

    def __init__(self, expression: re.Pattern[Any]) -> None:
        tree = parser.parse(expression.pattern, expression.flags & ~re.TEMPLATE)
        self.alphabet = Alphabet(expression, tree)
        self.classes: list[int] = []
        self.edges: list[list[Edge]] = []
        self.groups: list[tuple[int, ...]] = []
        self.ends: dict[int, Sequence[Edge]] = {}  # of each atomic group, by its number
        self.repeated: set[int] = set()  # the positions inside repetitions without a limit
        self._width = self.alphabet.edge + 1
        self._every = (1 << self._width) - 1
        self.always = self.around(self._every, self._every)
        self._open: tuple[int, ...] = ()
        self._captured: dict[int, tuple[Any, int]] = {}
        self.whole = self._sequence(tree, int(expression.flags))

    def around(self, before: int, after: int) -> int:
        """The pairs of a class in ``before`` and one in ``after``."""
        return sum(after << (number * self._width) for number in range(self._width) if before >> number & 1)

    def admits(self, condition: int, before: int, after: int) -> bool:
        """Whether a condition holds between two classes."""
        return bool(condition >> (before * self._width + after) & 1)

    def add(self, classes: int) -> int:
        """A new position."""
        self.classes.append(classes)
        self.edges.append([])
        self.groups.append(self._open)
        return len(self.classes) - 1

    def _sequence(self, tree: Any, flags: int) -> Fragment:
        found = Fragment((), (), (self.always,))
        for node in tree:
            found = self._join(found, self._node(str(node[0]), node, flags))
        return found

    def _node(self, operation: str, node: Any, flags: int) -> Fragment:
        value = node[1]
        if operation in SINGLE:
            at = self.add(self.alphabet.matching(node, flags))
            return Fragment([(at, self.always)], [(at, self.always)], ())
        if operation in REPEATS:
            return self._repeat(operation == "POSSESSIVE_REPEAT", value, flags)
        if operation == "BRANCH":
            return self._either([self._sequence(part, flags) for part in value[1]])
        if operation == "SUBPATTERN":
            inside = flags & ~value[2] | value[1]
            self._captured[value[0]] = (value[3], inside)
            return self._sequence(value[3], inside)
        if operation == "ATOMIC_GROUP":
            if len(value) == 1 and str(value[0][0]) == "MAX_REPEAT":
                return self._repeat(True, value[0][1], flags)
            return self._atomic(lambda: self._sequence(value, flags))
        if operation in LOOKS:
            return self._look(operation == "ASSERT", value[0] > 0, self._sequence(value[1], flags))
        if operation == "AT":
            return Fragment((), (), (self._anchor(str(value), flags),))
        if operation == "GROUPREF":
            return self._sequence(*self._captured[value])
        if operation == "GROUPREF_EXISTS":
            return self._either([self._sequence(part or (), flags) for part in value[1:]])
        raise NotImplementedError(operation)

    def _anchor(self, name: str, flags: int) -> int:
        edge, word = 1 << self.alphabet.edge, self.alphabet.word
        line = edge | self.alphabet.line_end
        if name in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
            starts = line if name == "AT_BEGINNING" and flags & re.MULTILINE else edge
            return self.around(starts, self._every)
        if name in ("AT_END", "AT_END_STRING"):
            return self.around(self._every, line if name == "AT_END" else edge)
        differ = self.around(word, self._every & ~word) | self.around(self._every & ~word, word)
        return differ if name == "AT_BOUNDARY" else self.always & ~differ

    def _look(self, wanted: bool, ahead: bool, inside: Fragment) -> Fragment:
        condition = self.always
        if wanted:
            near = inside.first if ahead else inside.last
            condition = _union([*inside.empty, *(self._beside(at, ahead) & holds for at, holds in near)])
        else:
            ends = {at for at, holds in inside.last if holds == self.always}
            for at in {at for at, holds in inside.first if holds == self.always} & ends:
                condition &= ~self._beside(at, ahead)
        return Fragment((), (), (condition,), inside.first if ahead else ())

    def _beside(self, at: int, ahead: bool) -> int:
        one = self.classes[at]
        return self.around(self._every, one) if ahead else self.around(one, self._every)

    def _atomic(self, make: Callable[[], Fragment]) -> Fragment:
        number, outside = len(self.ends), self._open
        self.ends[number] = ()
        self._open = (*outside, number)
        made = make()
        self._open, self.ends[number] = outside, made.last
        return made

    def _repeat(self, possessive: bool, value: Any, flags: int) -> Fragment:
        least, most, tree = value
        if possessive:
            made = self._atomic(lambda: self._copies(least, most, tree, flags))
            return self._never_giving_back(made, tree, flags) if int(most) > MAX_COPIES or most == 1 else made
        return self._copies(least, most, tree, flags)

    def _never_giving_back(self, made: Fragment, tree: Any, flags: int) -> Fragment:
        """A possessive repetition of one class ends only before a character that it does not match."""
        if len(tree) != 1 or str(tree[0][0]) not in SINGLE:
            return made
        ended = self.around(self._every, self._every & ~self.alphabet.matching(tree[0], flags))
        is_single = all(not self.edges[at] for at, _ in made.last)  # x?+ has no more to take
        last = made.last if is_single else [(at, holds & ended) for at, holds in made.last]
        return made._replace(last=last, empty=[holds & ended for holds in made.empty])

    def _copies(self, least: int, most: Any, tree: Any, flags: int) -> Fragment:
        count, is_bounded = int(most), int(most) <= MAX_COPIES
        required = min(least, MAX_COPIES)
        found = Fragment((), (), (self.always,))
        if not is_bounded:
            begun = len(self.classes)
            found = self._sequence(tree, flags)
            self._link(found.last, [*found.first, *found.aside])
            self.repeated.update(range(begun, len(self.classes)))
            required = max(required - 1, 0)
            if not least:
                found = self._either([found, Fragment((), (), (self.always,))])
        else:
            for _ in range(count - least):
                longer = self._join(self._sequence(tree, flags), found)
                found = self._either([longer, Fragment((), (), (self.always,))])
        for _ in range(required):
            found = self._join(self._sequence(tree, flags), found)
        return found

    def _either(self, choices: Iterable[Fragment]) -> Fragment:
        some = list(choices)
        return Fragment(
            [edge for one in some for edge in one.first],
            [edge for one in some for edge in one.last],
            _twice(holds for one in some for holds in one.empty),
            [edge for one in some for edge in one.aside],
        )

    def _join(self, one: Fragment, other: Fragment) -> Fragment:
        self._link(one.last, [*other.first, *other.aside])
        return Fragment(
            [*one.first, *_met(other.first, one.empty)],
            [*other.last, *_met(one.last, other.empty)],
            _twice(holds & more for holds in one.empty for more in other.empty if holds & more),
            [*one.aside, *_met(other.aside, one.empty)],
        )

    def _link(self, ends: Iterable[Edge], starts: Iterable[Edge]) -> None:
        following = list(starts)
        for at, holds in ends:
            self.edges[at].extend((to, holds & more) for to, more in following if holds & more)


def _met(edges: Iterable[Edge], conditions: Iterable[int]) -> list[Edge]:
    some = list(conditions)
    return [*_twice((at, holds & more) for at, holds in edges for more in some if holds & more)]


def _twice(items: Iterable[Item]) -> list[Item]:
    """Two of the same are enough to show that a text can be read in two ways."""
    return [one for one, count in Counter(items).items() for _ in range(min(count, 2))]


def _union(conditions: Iterable[int]) -> int:
    found = 0
    for one in conditions:
        found |= one
    return found
