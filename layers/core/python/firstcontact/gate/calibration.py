"""A fitted gate: it maps features to a probability, and has the threshold that keeps the target precision."""

import math
from collections.abc import Sequence

import numpy as np
from pydantic import Field

from firstcontact.record import Record

TARGET_PRECISION = 0.85
MAX_RISK = 0.05


class Guarantee(Record):
    """How the threshold was tested: of ``released`` cross-fitted replies, ``right`` were right."""

    promised: float = TARGET_PRECISION
    risk: float = MAX_RISK
    samples: int
    released: int
    right: int
    lower_bound: float


class Calibration(Record):
    """A fitted gate. ``threshold`` is None if no threshold keeps the target precision: then nothing is released."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    scores: tuple[float, ...]
    probabilities: tuple[float, ...]
    threshold: float | None = Field(ge=TARGET_PRECISION, le=1.0)
    guarantee: Guarantee
    fitted_on: str

    def contributions(self, values: Sequence[float]) -> list[float]:
        """What each feature adds to the score, relative to the average reply of the fitting data."""
        rows = zip(self.weights, values, self.means, self.scales, strict=True)
        return [weight * (value - mean) / scale for weight, value, mean, scale in rows]

    def confidence(self, values: Sequence[float]) -> float:
        """P(the reply is right); NaN if the score is not finite."""
        score = self.bias + sum(self.contributions(values))
        if not math.isfinite(score):
            return math.nan
        return float(np.interp(score, self.scores, self.probabilities))
