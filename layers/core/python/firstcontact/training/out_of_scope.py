"""Detects out-of-scope texts: a score for how far a text is from the known intents, and a threshold to reject it.

Two signs are available: the energy of the logits (Liu et al. 2020), which works better close to the border, and the
distance to the nearest landmark (k-nearest-neighbour with k = 1, Sun et al. 2022), which works better far away and
with few examples. The score is one of them, or the sum of both. Each sign is standardised on in-scope texts.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from firstcontact.training import metrics
from firstcontact.training.cross_validation import Judged
from firstcontact.training.head import Floats, Head

FALSE_REJECTS = 0.05
# For a fine-tuned encoder: texts held out of a collection resemble its other texts more than customers' messages
# will. A threshold set for 5 % rejected 9 % of CLINC150's validation texts, which were collected separately.
FALSE_REJECTS_TUNED = 0.03
FEWEST_ROWS = 20
# The threshold with too few rows to measure: a text this far from its nearest example is about something else.
FAR = 0.6
# A sign whose AUROC on the given texts is this much better replaces the usual one; a smaller gain may be chance.
BETTER = 0.005
Sign = Literal["energy", "distance", "both"]


@dataclass(frozen=True)
class Scale:
    """The score is ``energy * energies + distance * distances + offset``."""

    energy: float
    distance: float
    offset: float

    def score(self, logits: Floats, distances: Floats) -> Floats:
        """Higher is further out of scope."""
        found: Floats = self.energy * metrics.energy(logits) + self.distance * distances + self.offset
        return found


@dataclass(frozen=True)
class Scope:
    """The score, its threshold, and how well they work.

    ``stated_false_rejects`` is the share of in-scope texts that the threshold is set to reject. ``false_reject_rate``
    is measured: each half of the texts is judged by a threshold set in the same way on the other half. Both weight
    intents equally, as the heads do: the rare ones, of which little is known, are rejected most. AUROC and recall are
    measured on the texts given as out of scope.
    """

    sign: Sign
    scale: Scale
    threshold: float
    stated_false_rejects: float
    false_reject_rate: float | None
    auroc: float | None = None
    oos_recall: float | None = None


def bound(
    judged: Judged, fitted: Head, outside: Floats, usual: Sign = "both", stated: float = FALSE_REJECTS
) -> Scope:
    """Set the threshold so that a stated share of in-scope texts is rejected; ``outside`` may have no rows."""
    if len(judged.labels) < FEWEST_ROWS:
        return Scope("distance", Scale(0.0, 1.0, 0.0), FAR, stated, None)
    weights = 1 / np.bincount(judged.labels)[judged.labels]
    scales = _scales(metrics.energy(judged.logits), judged.distances)
    if not len(outside):
        inside = scales[usual].score(judged.logits, judged.distances)
        threshold = _threshold(inside, weights, stated)
        return Scope(usual, scales[usual], threshold, stated, _realised(inside, weights, stated))
    logits, distances = fitted.logits(outside), fitted.distance(outside)
    found = {
        sign: (scale.score(judged.logits, judged.distances), scale.score(logits, distances))
        for sign, scale in scales.items()
    }
    quality = {sign: metrics.auroc(*pair) for sign, pair in found.items()}
    best = max(scales, key=lambda sign: quality[sign])
    sign = best if quality[best] >= quality[usual] + BETTER else usual
    inside, beyond = found[sign]
    threshold = _threshold(inside, weights, stated)
    recall = float((beyond > threshold).mean())
    measured = (_realised(inside, weights, stated), round(quality[sign], 4), round(recall, 4))
    return Scope(sign, scales[sign], threshold, stated, *measured)


def _threshold(inside: Floats, weights: Floats, stated: float) -> float:
    """The lowest score with at most the stated share of the weight above it; one extra row is counted as above."""
    order = np.argsort(inside)
    below = np.cumsum(weights[order]) / (weights.sum() + weights.mean())
    rank = min(len(inside) - 1, int(np.searchsorted(below, 1 - stated)))
    return float(inside[order[rank]])


def _realised(inside: Floats, weights: Floats, stated: float) -> float:
    halves = [(inside[part], weights[part]) for part in (slice(0, None, 2), slice(1, None, 2))]
    turned_away = [
        weighed * (half > _threshold(*other, stated))
        for (half, weighed), other in zip(halves, halves[::-1], strict=True)
    ]
    return round(float(np.concatenate(turned_away).sum() / weights.sum()), 4)


def _scales(energies: Floats, distances: Floats) -> dict[Sign, Scale]:
    """Scale each sign to a median of zero and a distance of one between its 10 % and 90 % quantiles."""
    (steep, rise), (slope, lift) = _standard(energies), _standard(distances)
    return {
        "energy": Scale(steep, 0.0, rise),
        "distance": Scale(0.0, slope, lift),
        "both": Scale(steep, slope, rise + lift),
    }


def _standard(values: Floats) -> tuple[float, float]:
    low, middle, high = (float(value) for value in np.quantile(values, (0.1, 0.5, 0.9)))
    slope = 1 / max(high - low, 1e-6)
    return slope, -middle * slope
