"""Where the known intents end: one score for how far outside a text is, and the value from which it is out.

The score adds two signs, each brought to the scale it has on texts in scope: the energy of the logits, which is
better close to the border, and the distance to the nearest landmark, which is better far away and with few examples.
"""

import math
from dataclasses import dataclass

import numpy as np

from firstcontact.training import head, metrics
from firstcontact.training.head import Floats
from firstcontact.training.validation import Judged

FALSE_REJECTS = 0.05
FEWEST_ROWS = 20
# With nothing to measure on: a text whose nearest example is this far is about something else.
FAR = 0.6


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
    """The score's scale, its threshold, and how it did on texts that were given as out of scope."""

    scale: Scale
    threshold: float
    false_reject_rate: float | None
    auroc: float | None = None
    oos_recall: float | None = None


def bound(judged: Judged, fitted: head.Head, outside: Floats | None) -> Scope:
    """Set the threshold so that a stated share of texts in scope is turned away."""
    if len(judged.labels) < FEWEST_ROWS:
        return Scope(Scale(0.0, 1.0, 0.0), FAR, None)
    scale = _scale(metrics.energy(judged.logits), judged.distances)
    inside = scale.score(judged.logits, judged.distances)
    rank = min(len(inside), math.ceil((len(inside) + 1) * (1 - FALSE_REJECTS)))
    threshold = float(np.sort(inside)[rank - 1])
    if outside is None or not len(outside):
        return Scope(scale, threshold, FALSE_REJECTS)
    beyond = scale.score(fitted.logits(outside), fitted.distance(outside))
    recall = float((beyond > threshold).mean())
    return Scope(scale, threshold, FALSE_REJECTS, round(metrics.auroc(inside, beyond), 4), round(recall, 4))


def _scale(energies: Floats, distances: Floats) -> Scale:
    """Bring the middle of each sign to zero and the width of its bulk to one."""
    slopes, offset = [], 0.0
    for values in (energies, distances):
        low, middle, high = (float(value) for value in np.quantile(values, (0.1, 0.5, 0.9)))
        slope = 1 / max(high - low, 1e-6)
        slopes.append(slope)
        offset -= middle * slope
    return Scale(slopes[0], slopes[1], offset)
