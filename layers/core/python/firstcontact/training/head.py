"""The router's heads: from a text's features, one logit per intent and the distance to the nearest known text.

``KernelHead``, for the published encoder, is multinomial logistic regression on the similarity to a set of landmark
utterances. The similarity is a Gaussian kernel on the unit sphere: it learns from few examples as well as a linear
head, and falls off far from all training texts, so that both the energy of its logits and the distance to the nearest
landmark indicate what is out of scope. ``CosineHead`` is the classifier that a fine-tuned encoder was trained with.
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
    """Computes logits and distances from features: unit rows, made of the encoder's outputs concatenated.

    ``outputs`` has each output's share of the similarity of two texts; the shares sum to one.
    """

    @property
    def outputs(self) -> Mapping[str, float]: ...
    @property
    def intents(self) -> int: ...
    def logits(self, features: Floats) -> Floats:
        """Logits of shape (rows, intents)."""
        ...

    def distance(self, features: Floats) -> Floats:
        """For each row, 1 minus its dot product with the nearest landmark."""
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
    """Landmarks of shape (landmarks, width), unit directions (intents, width), and the scale of their cosines."""

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
    """Each encoder output's share, and the inverse of the regularisation strength."""

    shares: Mapping[str, float]
    strength: float


def fit(features: Floats, labels: Labels, intents: int, settings: Settings) -> KernelHead:
    """Fit a kernel head on features joined with the settings' shares. Every intent must have an example.

    Intents are weighted equally, however many examples each has: on small, unbalanced collections the rare ones would
    otherwise hardly ever be predicted, and the number of examples says little about how often customers ask.
    """
    with threadpool_limits(limits=1):
        marks = features[landmarks(labels)]
        values, vectors = np.linalg.eigh(_kernel(marks @ marks.T))
        whiten = (vectors / np.sqrt(np.maximum(values, SMALLEST_EIGENVALUE))) @ vectors.T
        regression = LogisticRegression(C=settings.strength, max_iter=500, tol=TOLERANCE, class_weight="balanced")
        # In single precision it takes half the time and predicts the same.
        regression.fit((_kernel(features @ marks.T) @ whiten).astype(np.float32), labels)
        weights, bias = regression.coef_.T, regression.intercept_
        if intents == 2:  # the binary model has one logit: split it into two
            weights, bias = np.hstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        return KernelHead(marks, whiten @ weights, bias, settings.shares)


def landmarks(labels: Labels) -> Labels:
    """Row numbers of the landmarks: all rows, or ``LANDMARKS`` of them spread evenly over the intents."""
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
