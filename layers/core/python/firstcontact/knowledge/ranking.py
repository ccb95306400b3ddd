"""How search results are scored."""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
# Chosen on the demo's questions, three public sets, and long messages made from these: what the best hit by word
# counts beside a cosine of one, and how sharply the sentence that fits best decides.
WORD_WEIGHT = 0.15
SHARPNESS = 8.0
# Where a passage's name is closer to a question than its text, so much of its closeness is still the text's, to tell
# passages of one name apart.
OWN_WEIGHT = 0.1


def fuse_ranks(
    *rankings: Sequence[Key], k: int = 60, weights: Sequence[float] | None = None
) -> list[tuple[Key, float]]:
    """Reciprocal-rank fusion: a ranking gives weight / (k + rank) to each key; best first, ties as given."""
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
    """What every index does with what it found for the parts of a question: keys with their scores, best first.

    ``by_word`` has, per part, hits with their BM25 scores, best first; ``cosines`` has, per candidate found in any
    way, its cosine to each part, and ``named`` those of its name if it has one. Of equal scores the one given first
    comes first.
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
    """The greatest, and a little more where others come close: the log of the sum of exponentials."""
    top = max(values)
    return top + math.log(sum(math.exp(SHARPNESS * (value - top)) for value in values)) / SHARPNESS
