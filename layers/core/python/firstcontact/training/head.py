"""The router's heads: they make one logit per intent of a text's features, and tell how far it is from all known.

``KernelHead``, for an encoder as it was published, is multinomial logistic regression over likeness to a set of
landmark utterances. The likeness is a Gaussian kernel on the unit sphere: it learns from few examples as well as a
linear head and falls silent far from all it was shown, so that both the energy of its logits and the distance to the
nearest landmark tell what is out of scope. ``CosineHead`` is what a fine-tuned encoder was trained with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

LANDMARKS = 1024
SHARPNESS = 0.5
TOLERANCE = 1e-5
SMALLEST_EIGENVALUE = 1e-3
SEED = 20

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


class Head(Protocol):
    """Logits and distances from features: rows of unit length, made of the encoder's outputs side by side.

    ``outputs`` says how much each of them counts in the likeness of two texts; the shares sum to one.
    """

    @property
    def outputs(self) -> Mapping[str, float]: ...
    @property
    def intents(self) -> int: ...
    def logits(self, features: Floats) -> Floats:
        """One number per row and intent."""
        ...

    def distance(self, features: Floats) -> Floats:
        """How far each row's nearest landmark is."""
        ...


@dataclass(frozen=True)
class KernelHead:
    """Landmarks of shape (landmarks, width), weights (landmarks, intents), bias (intents)."""

    landmarks: Floats
    weights: Floats
    bias: Floats
    outputs: Mapping[str, float]

    @property
    def intents(self) -> int:
        return len(self.bias)

    def logits(self, features: Floats) -> Floats:
        return _kernel(features @ self.landmarks.T) @ self.weights + self.bias

    def distance(self, features: Floats) -> Floats:
        return _distance(features, self.landmarks)


@dataclass(frozen=True)
class CosineHead:
    """Landmarks of shape (landmarks, width), unit directions (intents, width), the scale of their cosines."""

    landmarks: Floats
    directions: Floats
    scale: float
    outputs: ClassVar = {"sentence_embedding": 1.0}

    @property
    def intents(self) -> int:
        return len(self.directions)

    def logits(self, features: Floats) -> Floats:
        product: Floats = self.scale * (features @ self.directions.T)
        return product

    def distance(self, features: Floats) -> Floats:
        return _distance(features, self.landmarks)


@dataclass(frozen=True)
class Settings:
    """How much each output of the encoder counts, and the inverse of the regularisation."""

    shares: Mapping[str, float]
    strength: float


def fit(features: Floats, labels: Labels, intents: int, settings: Settings) -> KernelHead:
    """Fit a kernel head on features with the settings' shares. Every intent must have an example.

    Intents count alike, however many examples each has: on small, uneven collections the rare ones would else hardly
    ever be found, and how often an example was written down says little about how often customers ask.
    """
    with threadpool_limits(limits=1):
        marks = features[landmarks(labels)]
        values, vectors = np.linalg.eigh(_kernel(marks @ marks.T))
        whiten = (vectors / np.sqrt(np.maximum(values, SMALLEST_EIGENVALUE))) @ vectors.T
        regression = LogisticRegression(C=settings.strength, max_iter=500, tol=TOLERANCE, class_weight="balanced")
        regression.fit(_kernel(features @ marks.T) @ whiten, labels)
        weights, bias = regression.coef_.T, regression.intercept_
        if intents == 2:  # one logit stands for both: share it out
            weights, bias = np.hstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        return KernelHead(marks, whiten @ weights, bias, settings.shares)


def landmarks(labels: Labels) -> Labels:
    """Rows to compare with: all, or as many as there is room for, dealt evenly over the intents."""
    if len(labels) <= LANDMARKS:
        return np.arange(len(labels))
    chance = np.random.default_rng(SEED)
    turn = np.empty(len(labels), dtype=np.int64)
    for intent in np.unique(labels):
        rows = np.flatnonzero(labels == intent)
        turn[chance.permutation(rows)] = np.arange(len(rows))
    return np.sort(np.argsort(turn, kind="stable")[:LANDMARKS])


def _kernel(likeness: Floats) -> Floats:
    return np.exp(2 * SHARPNESS * (likeness - 1))


def _distance(features: Floats, marks: Floats) -> Floats:
    nearest: Floats = 1 - (features @ marks.T).max(axis=1)
    return nearest
