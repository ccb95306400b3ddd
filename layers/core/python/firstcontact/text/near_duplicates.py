"""Tells which texts say the same in nearly the same words.

They share nine of ten of their words, and every number in them is the same: a price that differs makes another text.
It is told when documents come in, and found anew among the passages for a prompt: a mark kept with a document would
outlive the other one that it is about.
"""

import re
import sys
from typing import NamedTuple

MIN_SHARED, SHARED_OF = 9, 10  # so many of so many words shared
MAX_TEXTS_PER_WORD = 100  # texts found by one word, from which on it tells too few apart: a footer's, for one
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Fingerprint(NamedTuple):
    """What a text is compared by; what shares so much with it has one of the ``first`` of its words ``in_order``."""

    numbers: tuple[str, ...]
    in_order: tuple[str, ...]
    first: int


class DistinctTexts:
    """Texts that do not repeat one another, each with its name.

    A text is compared with few of them: sets that share so much share one of their first few words in whatever order
    (prefix filtering, Chaudhuri et al. 2006), and of long words, which come first here, few texts have the same.
    Words that too many begin with make room for the next: of the hundreds that share a footer, a text that is nearly
    but not wholly the same may be missed.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[str, tuple[str, ...]]] = []
        self._having: dict[tuple[tuple[str, ...], str], list[int]] = {}
        self._same: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}

    def repeated(self, text: str, name: str) -> str | None:
        """The name of the text that this one repeats; None for the first to say it, which is kept."""
        numbers, in_order, first = _fingerprint(text)
        if same := self._same.get((numbers, in_order)):
            return same
        words = set(in_order)
        found_by = {word: self._having.get((numbers, word), ()) for word in in_order}
        rare = [word for word in in_order if len(found_by[word]) < MAX_TEXTS_PER_WORD][:first]
        near = {place for word in (*in_order[:first], *rare) for place in found_by[word]}
        for earlier, others in map(self._kept.__getitem__, sorted(near)):
            common = len(words.intersection(others))
            if SHARED_OF * common >= MIN_SHARED * (len(words) + len(others) - common):
                return earlier
        for word in rare:
            self._having.setdefault((numbers, word), []).append(len(self._kept))
        kept = tuple(map(sys.intern, in_order))  # texts by the thousand have few words of their own
        self._same[numbers, kept] = name
        self._kept.append((name, kept))
        return None


def _fingerprint(text: str) -> Fingerprint:
    in_order = sorted(set(_WORD.findall(text.lower())), key=lambda word: (-len(word), word))
    first = len(in_order) * (SHARED_OF - MIN_SHARED) // SHARED_OF + 1
    return Fingerprint(tuple(sorted(_NUMBER.findall(text))), tuple(in_order), first)
