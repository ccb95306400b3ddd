"""Finds the texts on which an expression takes more than linear time.

Python tries the ways to read a text one after the other. Their number grows with the text if, on some repeated text,
one repetition can be left for a second one at any of many places, or two ways lead through the same repetition (the
criteria of Weber and Seidl, 1991, for infinitely ambiguous automata): ``\\s*\\s*x``, ``(a+)+x``, ``\\s+and``.
The last shows that the place where a search begins is a choice, too. Once a way has led to a match, no other one is
tried.
"""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any, Literal, NamedTuple

from tests.text.expressions.automaton import Automaton
from tests.text.expressions.walks import Walker

Use = Literal["search", "match", "fullmatch"]
State = tuple[int, int, int, int]  # positions, or a flag, and the letter read last
Steps = Callable[[State], Iterator[State]]


class Danger(NamedTuple):
    """A text that, repeated many times, takes more than linear time, and what reads it in several ways."""

    repeated: str
    left: str
    entered: str

    def __str__(self) -> str:
        return f"{self.repeated!r}, repeated, is read by {self.left} and by {self.entered}"


def find_danger(expression: re.Pattern[Any], use: Use = "search") -> Danger | None:
    """The first danger of an expression used in this way; None if its time is linear in the text."""
    walker = Walker(Automaton(expression), searches=use == "search", to_end=use == "fullmatch")
    for loop in walker.loops:
        if found := _within(walker, loop):
            return found
    for one in walker.loops:
        for other in walker.loops:
            if one is not other and (found := _between(walker, one, other)):
                return found
    return None


def _between(walker: Walker, one: frozenset[int], other: frozenset[int]) -> Danger | None:
    """A text that loops in one repetition, leads from it to another, and loops there."""
    machine = walker.machine
    for left in one:
        groups = machine.groups[left]
        for entered in other & walker.reached(left):
            if groups == machine.groups[entered][: len(groups)]:  # else an atomic group is complete: not tried again
                ends = walker.ends_inside(groups)
                letters = walker.letters(machine.classes[left] & machine.classes[entered])
                begins = [(left, left, entered, letter) for letter in letters]
                following = partial(_three_steps, walker, one, other, ends)
                word = _cycle(begins, following, lambda state: (state[0], state[2], state[2], state[3]))
                if word and not walker.always_ends(entered, ends):
                    return _shown(walker, word, left, entered)
    return None


def _three_steps(
    walker: Walker, one: frozenset[int], other: frozenset[int], ends: Mapping[int, int], state: State
) -> Iterator[State]:
    first, second, third, before = state
    leaving, arriving = walker.steps(second, before), walker.steps(third, before)
    for after, staying in walker.steps(first, before).items():
        # Where a way has ended, what was read is a match to fall back on.
        if after in leaving and after in arriving and not walker.admits(ends, third, before, after):
            for x in one.intersection(staying):
                for z in other.intersection(arriving[after]):
                    yield from ((x, y, z, after) for y in leaving[after])


def _within(walker: Walker, loop: frozenset[int]) -> Danger | None:
    """A text that leads in two ways from a position of a repetition back to it."""
    machine = walker.machine
    ends = walker.ends_inside(set.intersection(*(set(machine.groups[at]) for at in loop)))
    begins = [(at, at, 0, letter) for at in loop for letter in walker.letters(machine.classes[at])]
    word = _cycle(begins, partial(_two_steps, walker, loop, ends), lambda state: (*state[:2], 1, state[3]))
    at = next(iter(loop))
    return _shown(walker, word, at, at) if word and not walker.always_ends(at, ends) else None


def _two_steps(walker: Walker, loop: frozenset[int], ends: Mapping[int, int], state: State) -> Iterator[State]:
    one, other, have_parted, before = state
    others = walker.steps(other, before)
    for after, some in walker.steps(one, before).items():
        if walker.admits(ends, one, before, after) or walker.admits(ends, other, before, after):
            continue
        for place, x in enumerate(some):
            for second_place, y in enumerate(others.get(after, ())):
                if x in loop and y in loop:
                    part = one == other and place != second_place and _may_part(walker, one, x, y)
                    if part or one != other or x == y:
                        yield x, y, int(have_parted or part), after


def _may_part(walker: Walker, at: int, one: int, other: int) -> bool:
    """Whether both ways are tried: not if one of them stays in an atomic group that the other has left."""
    groups = walker.machine.groups
    inside = len(groups[at])
    return groups[one][:inside] == groups[other][:inside]


def _cycle(begins: list[State], following: Steps, goal_of: Callable[[State], State]) -> list[int]:
    """The letters that lead from one of the states to its goal; [] if none do."""
    goals = set(map(goal_of, begins))
    if not _path(begins, following, goals):  # in most expressions no state leads to any goal
        return []
    return next(filter(None, (_path([begin], following, {goal_of(begin)}) for begin in begins)), [])


def _path(begins: list[State], following: Steps, goals: Collection[State]) -> list[int]:
    came: dict[State, State | None] = dict.fromkeys(begins)
    waiting = deque(begins)
    while waiting:
        at: State | None = waiting.popleft()
        for one in following(at) if at else ():
            if one in goals:
                word = [one[-1]]
                while at and came[at]:
                    word.append(at[-1])
                    at = came[at]
                return word[::-1]
            if one not in came:
                came[one] = at
                waiting.append(one)
    return []


def _shown(walker: Walker, word: list[int], left: int, entered: int) -> Danger:
    def name(at: int) -> str:
        letters = walker.machine.alphabet.show(list(walker.letters(walker.machine.classes[at]))[:6])
        return "the places where a search begins" if at == walker.start else f"a repetition of {letters!r}"

    return Danger(walker.machine.alphabet.show(word), name(left), name(entered))
