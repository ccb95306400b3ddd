"""Walks through an expression's automaton, letter by letter."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from tests.text.expressions.automaton import Automaton, Edge


class Walker:
    """The ways through an automaton, with the search's own start if the expression may match anywhere."""

    def __init__(self, machine: Automaton, *, searches: bool, to_end: bool) -> None:
        self.machine, self.start = machine, -1
        self.accepts = by_position(machine.whole.last)
        if to_end:
            at_end = machine.around((1 << machine.alphabet.edge + 1) - 1, 1 << machine.alphabet.edge)
            self.accepts = {at: holds & at_end for at, holds in self.accepts.items()}
        if searches:
            self.start = machine.add(machine.alphabet.every)
            following = [*machine.whole.first, *machine.whole.aside]
            machine.edges[self.start].extend([(self.start, machine.always), *following])
            machine.repeated.add(self.start)
        self._steps: dict[tuple[int, int], Mapping[int, list[int]]] = {}

    def letters(self, classes: int) -> Iterator[int]:
        """The single classes in a set of them."""
        return (one for one in range(self.machine.alphabet.edge) if classes >> one & 1)

    def steps(self, at: int, before: int) -> Mapping[int, list[int]]:
        """Where each next letter leads from a position that has read ``before``; twice if in two ways."""
        if (at, before) not in self._steps:
            machine, found = self.machine, dict[int, list[int]]()
            for to, holds in machine.edges[at] if machine.classes[at] >> before & 1 else ():
                for after in self.letters(machine.classes[to]):
                    if machine.admits(holds, before, after):
                        found.setdefault(after, []).append(to)
            self._steps[at, before] = found
        return self._steps[at, before]

    def reached(self, at: int) -> frozenset[int]:
        """The positions to which some text leads."""
        found, waiting = set[int](), [at]
        while waiting:
            for to, _ in self.machine.edges[waiting.pop()]:
                if to not in found:
                    found.add(to)
                    waiting.append(to)
        return frozenset(found)

    @cached_property
    def loops(self) -> list[frozenset[int]]:
        """Sets of positions from each of which a text leads to the others and back."""
        reached = {at: self.reached(at) for at in self.machine.repeated}
        found = {frozenset(to for to in some & reached.keys() if at in reached[to]) for at, some in reached.items()}
        return sorted(filter(None, found), key=min)

    def ends_inside(self, groups: Iterable[int]) -> Mapping[int, int]:
        """Where no other way is tried any more: at a match, or at the end of one of these atomic groups."""
        found = dict(self.accepts)
        for group in groups:
            for at, holds in self.machine.ends[group]:
                found[at] = found.get(at, 0) | holds
        return found

    def admits(self, ends: Mapping[int, int], at: int, before: int, after: int) -> bool:
        """Whether one of these ends is at a position, between two letters."""
        return self.machine.admits(ends.get(at, 0), before, after)

    def always_ends(self, at: int, ends: Mapping[int, int]) -> bool:
        """Whether every text leads from a position to one of these ends, sooner or later."""
        kept = {at, *self.reached(at)}
        while failing := {one for one in kept if self._may_fail(one, kept, ends.get(one, 0))}:
            kept -= failing
        return at in kept

    def _may_fail(self, at: int, kept: set[int], ends: int) -> bool:
        machine = self.machine
        for before in self.letters(machine.classes[at]):
            if not machine.admits(ends, before, machine.alphabet.edge):
                return True
            steps = self.steps(at, before)
            for after in range(machine.alphabet.edge):
                if not machine.admits(ends, before, after) and not kept.intersection(steps.get(after, ())):
                    return True
        return False


def by_position(edges: Iterable[Edge]) -> dict[int, int]:
    """The conditions of edges by their positions."""
    found: dict[int, int] = {}
    for at, holds in edges:
        found[at] = found.get(at, 0) | holds
    return found
