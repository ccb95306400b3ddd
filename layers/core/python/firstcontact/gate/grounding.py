"""Checks whether the passages support a reply: sentence by sentence, number by number.

A claim is backed by the best-matching window of one to three sentences of one passage. Words in titles and headings
count too, but less. What a customer wrote in a solved ticket backs nothing.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from firstcontact.knowledge.records import Passage
from firstcontact.text import analysis, transcripts

TITLE_WEIGHT = 0.7
MAX_WINDOW = 3
_HEADING = re.compile(r"#{1,6}\s+(.*)")


class Backing(NamedTuple):
    """How well one claim is backed, each score in [0, 1], and by which window of which passage."""

    words: float
    weakest_clause: float
    numbers: float
    measures: float
    number_context: float
    passage: int
    window: str
    title: str
    heading: str

    def headed(self, text: str) -> str:
        """A claim or its window, with the passage's title and heading: without them, "it" could mean anything."""
        return ". ".join(filter(None, (self.title, self.heading, text)))


class _Piece(NamedTuple):
    """A passage prepared for comparison: its position, its title and heading, their stems, its sentences."""

    at: int
    title: str
    heading: str
    above: set[str]
    sentences: tuple[str, ...]


_NOTHING = _Piece(-1, "", "", set(), ())


class PassageIndex:
    """The sentences of some passages, prepared for comparison with claims."""

    def __init__(self, passages: Sequence[Passage], only: Sequence[int] = ()) -> None:
        """Compare with all passages, or only with those at the positions in ``only``."""
        self._pieces = [_piece(at, passage) for at, passage in enumerate(passages) if not only or at in only]
        self.text = "\n".join(f"{passage.title}\n{passage.text}" for passage in passages)
        self.numbers = {n for p in passages for n in analysis.numbers(f"{p.title} {p.text}")}
        self.stems = {stem for p in passages for stem in analysis.stems(f"{p.title} {p.text}")}

    def back(self, claim: str) -> Backing:
        """The best backing for a claim."""
        words, numbers, piece, window = self._best(claim)
        clauses = analysis.clauses(claim)
        weakest = min((self._best(clause)[0] for clause in clauses), default=words) if len(clauses) > 1 else words
        said, found = analysis.measures(claim), analysis.measures(window)
        return Backing(
            words=words,
            weakest_clause=weakest,
            numbers=numbers,
            measures=len(said & found) / len(said) if said else 1.0,
            number_context=min((self._context(clause) for clause in clauses), default=0.0),
            passage=piece.at,
            window=window,
            title=piece.title,
            heading=piece.heading,
        )

    def _best(self, claim: str) -> tuple[float, float, _Piece, str]:
        wanted, numbers = set(analysis.stems(claim)), analysis.numbers(claim)
        best, score = (0.0, 0.0 if numbers else 1.0, _NOTHING, ""), -1.0
        for piece in self._pieces:
            for first in range(len(piece.sentences)):
                for length in range(1, min(MAX_WINDOW, len(piece.sentences) - first) + 1):
                    window = " ".join(piece.sentences[first : first + length])
                    words = _backed(wanted, set(analysis.stems(window)), piece.above)
                    known = analysis.share(numbers, analysis.numbers(window))
                    if words + 0.4 * known - 0.04 * length > score:
                        score, best = words + 0.4 * known - 0.04 * length, (words, known, piece, window)
        return best

    def _context(self, clause: str) -> float:
        """How much of the clause is backed by the best sentence with the same number; the worst number counts."""
        wanted, worst = set(analysis.stems(clause)), 1.0
        for number in analysis.numbers(clause):
            holding = [
                _backed(wanted, set(analysis.stems(sentence)), piece.above)
                for piece in self._pieces
                for sentence in piece.sentences
                if number in analysis.numbers(sentence)
            ]
            worst = min(worst, max(holding, default=0.0))
        return worst


def _backed(wanted: set[str], there: set[str], above: set[str]) -> float:
    if not wanted:
        return 1.0
    return (len(wanted & there) + TITLE_WEIGHT * len((wanted - there) & above)) / len(wanted)


def _piece(at: int, passage: Passage) -> _Piece:
    found = _HEADING.match(passage.text)
    heading = found[1] if found else ""
    above = set(analysis.stems(f"{passage.title} {heading}"))
    return _Piece(at, passage.title, heading, above, analysis.sentences(_own_words(passage)))


def _own_words(passage: Passage) -> str:
    return transcripts.without_customer(passage.text) if passage.kind == "ticket" else passage.text
