"""Tells which texts say the same in nearly the same words.

They share nine of ten of their words, and every number in them is the same: a price that differs makes another text.
It is told when documents come in, and found anew among the passages for a prompt: a mark kept with a document would
outlive the other one that it is about.
"""

import re
import sys
from typing import NamedTuple

SAME, OF = 9, 10  # so many of so many words shared
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Print(NamedTuple):
    """What a text is compared by. ``rarest`` holds a word of every text that shares so much with it."""

    numbers: tuple[str, ...]
    words: frozenset[str]
    rarest: tuple[str, ...]


class Texts:
    """Texts that do not repeat one another, each with its name.

    A text is compared with few of them: sets that share so much share one of their first few words in whatever order
    (prefix filtering, Chaudhuri et al. 2006), and of long words, which come first here, few texts have the same.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[str, tuple[str, ...]]] = []
        self._having: dict[tuple[tuple[str, ...], str], list[int]] = {}

    def repeated(self, text: str, name: str) -> str | None:
        """The name of the text that this one repeats; None for the first to say it, which is kept."""
        numbers, words, rarest = _print(text)
        near = {place for word in rarest for place in self._having.get((numbers, word), ())}
        for earlier, others in map(self._kept.__getitem__, sorted(near)):
            common = len(words.intersection(others))
            if OF * common >= SAME * (len(words) + len(others) - common):
                return earlier
        for word in rarest:
            self._having.setdefault((numbers, word), []).append(len(self._kept))
        self._kept.append((name, tuple(map(sys.intern, words))))  # texts by the thousand have few words of their own
        return None


def _print(text: str) -> Print:
    words = frozenset(_WORD.findall(text.lower()))
    ordered = sorted(words, key=lambda word: (-len(word), word))
    first = len(words) * (OF - SAME) // OF + 1
    return Print(tuple(sorted(_NUMBER.findall(text))), words, tuple(ordered[:first]))
