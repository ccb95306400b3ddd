"""Scores search results."""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
# Chosen on the demo's questions, three public data sets, and long messages made from these: the weight of the best
# word hit relative to a cosine of one, and how strongly the best-matching sentence dominates the others.
WORD_WEIGHT = 0.15
SHARPNESS = 8.0
# If a passage's name is closer to the question than its text, the text's cosine keeps this weight, so that passages
# with the same name still differ.
OWN_WEIGHT = 0.1


def fuse_ranks(
    *rankings: Sequence[Key], k: int = 60, weights: Sequence[float] | None = None
) -> list[tuple[Key, float]]:
    """Reciprocal-rank fusion: each ranking adds weight / (k + rank) to a key; best first, ties in input order."""
    scores: dict[Key, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, key in enumerate(dict.fromkeys(ranking), start=1):
            scores[key] = scores.get(key, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def fuse_hits(
    by_word: Sequence[Sequence[tuple[Key, float]]],
    cosines: Mapping[Key, Sequence[float]],
    named: Mapping[Key, Sequence[float]],
) -> list[tuple[Key, float]]:
    """Score the hits for the parts of a question, the same way in every index: keys with scores, best first.

    ``by_word`` has, for each part, hits with their BM25 scores, best first; ``cosines`` has, for each candidate found
    in any way, its cosine to each part; ``named`` has the same for the candidate's name, if it has one. Keys with
    equal scores stay in the order of ``cosines``.
    """
    shares = [{key: WORD_WEIGHT * score / hits[0][1] for key, score in hits} for hits in by_word]
    scores = {
        key: _softly_greatest(
            [
                OWN_WEIGHT * cosine + (1 - OWN_WEIGHT) * max(cosine, name) + share.get(key, 0.0)
                for cosine, name, share in zip(near, named.get(key, near), shares, strict=True)
            ]
        )
        for key, near in cosines.items()
    }
    return sorted(scores.items(), key=lambda pair: -pair[1])


def _softly_greatest(values: Sequence[float]) -> float:
    """A smooth maximum (log-sum-exp): the greatest value, and a little more if others come close."""
    top = max(values)
    return top + math.log(sum(math.exp(SHARPNESS * (value - top)) for value in values)) / SHARPNESS
