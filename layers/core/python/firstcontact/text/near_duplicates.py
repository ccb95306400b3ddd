"""Finds near-duplicates: texts that say the same in nearly the same words.

They share nine of ten of their words and have exactly the same numbers: a different price makes a different text.
Near-duplicates are reported at ingestion and found again among the passages for a prompt, because a mark stored with
a document would become wrong when the document that it repeats is deleted.
"""

import re
import sys
from typing import NamedTuple

MIN_SHARED, SHARED_OF = 9, 10  # near-duplicates share at least 9 of 10 words
MAX_TEXTS_PER_WORD = 100  # texts indexed under one word; a more frequent word, such as a footer's, is of no use
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Fingerprint(NamedTuple):
    """A text's numbers and its distinct words in order; a near-duplicate has one of the ``first`` of these words."""

    numbers: tuple[str, ...]
    in_order: tuple[str, ...]
    first: int


class DistinctTexts:
    """Texts that do not repeat one another, each with its name.

    A text is compared with few of them: in any fixed order of words, two texts that share this much share one of
    their first few words (prefix filtering, Chaudhuri et al. 2006). Long words come first here, because few texts
    have the same ones. A word that already has too many texts is replaced by the next one, so among hundreds of texts
    with the same footer, a near-duplicate that is not identical may be missed.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[str, tuple[str, ...]]] = []
        self._having: dict[tuple[str, ...], dict[str, list[int]]] = {}  # places of texts by their numbers and words
        self._same: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}

    def repeated(self, text: str, name: str) -> str | None:
        """The name of the earlier text that this one repeats; None if there is none, and this one is kept."""
        numbers, in_order, first = _fingerprint(text)
        if same := self._same.get((numbers, in_order)):
            return same
        words = set(in_order)
        having = self._having.setdefault(numbers, {})
        found_by = {word: having.get(word, ()) for word in in_order}
        rare = [word for word in in_order if len(found_by[word]) < MAX_TEXTS_PER_WORD][:first]
        near = {place for word in (*in_order[:first], *rare) for place in found_by[word]}
        for earlier, others in map(self._kept.__getitem__, sorted(near)):
            common = len(words.intersection(others))
            if SHARED_OF * common >= MIN_SHARED * (len(words) + len(others) - common):
                return earlier
        for word in rare:
            having.setdefault(word, []).append(len(self._kept))
        kept = tuple(map(sys.intern, in_order))  # thousands of texts share most of their words
        self._same[numbers, kept] = name
        self._kept.append((name, kept))
        return None


def _fingerprint(text: str) -> Fingerprint:
    in_order = sorted(set(_WORD.findall(text.lower())), key=lambda word: (-len(word), word))
    first = len(in_order) * (SHARED_OF - MIN_SHARED) // SHARED_OF + 1
    return Fingerprint(tuple(sorted(_NUMBER.findall(text))), tuple(in_order), first)
