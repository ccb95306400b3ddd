"""The router's head: multinomial logistic regression over likeness to a set of landmark utterances.

The likeness is a Gaussian kernel on the unit sphere. It learns from few examples as well as a linear head and
falls silent far from all it was shown, so that both the energy of its logits and the distance to the nearest
landmark tell what is out of scope.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

LANDMARKS = 1024
SHARPNESS = 1.0
TOLERANCE = 1e-5
SMALLEST_EIGENVALUE = 1e-3
SEED = 20

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Head:
    """What maps features to one logit per intent."""

    landmarks: Floats
    weights: Floats
    bias: Floats

    def likeness(self, features: Floats) -> Floats:
        """Cosine of each row with each landmark."""
        product: Floats = features @ self.landmarks.T
        return product

    def logits(self, features: Floats) -> Floats:
        """One number per intent."""
        return _kernel(self.likeness(features)) @ self.weights + self.bias

    def distance(self, features: Floats) -> Floats:
        """How far the nearest landmark is."""
        nearest: Floats = 1 - self.likeness(features).max(axis=1)
        return nearest


def fit(features: Floats, labels: Labels, intents: int, strength: float) -> Head:
    """Fit the head; ``strength`` is the inverse of the regularisation. Every intent must have an example."""
    with threadpool_limits(limits=1):
        landmarks = features[_landmarks(labels)]
        values, vectors = np.linalg.eigh(_kernel(landmarks @ landmarks.T))
        whiten = (vectors / np.sqrt(np.maximum(values, SMALLEST_EIGENVALUE))) @ vectors.T
        regression = LogisticRegression(C=strength, max_iter=500, tol=TOLERANCE)
        regression.fit(_kernel(features @ landmarks.T) @ whiten, labels)
        weights, bias = regression.coef_.T, regression.intercept_
        if intents == 2:  # one logit stands for both: share it out
            weights, bias = np.hstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        return Head(landmarks, whiten @ weights, bias)


def _kernel(likeness: Floats) -> Floats:
    return np.exp(2 * SHARPNESS * (likeness - 1))


def _landmarks(labels: Labels) -> Labels:
    """Rows to compare with: all, or as many as there is room for, dealt evenly over the intents."""
    if len(labels) <= LANDMARKS:
        return np.arange(len(labels))
    chance = np.random.default_rng(SEED)
    turn = np.empty(len(labels), dtype=np.int64)
    for intent in np.unique(labels):
        rows = np.flatnonzero(labels == intent)
        turn[chance.permutation(rows)] = np.arange(len(rows))
    return np.sort(np.argsort(turn, kind="stable")[:LANDMARKS])
