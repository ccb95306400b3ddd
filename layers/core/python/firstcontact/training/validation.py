"""Judging a head by texts it has not seen: stratified folds, or a validation file of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firstcontact.training import head, metrics
from firstcontact.training.head import Floats, Labels

FOLDS = 5
MANY_ROWS, FOLDS_OF_MANY = 6000, 3
STRENGTHS = (10.0, 30.0, 100.0)
ROWS_TO_CHOOSE_BY = 1000
# With fewer rows a fitted temperature makes calibration worse, not better.
ROWS_TO_CALIBRATE_BY = 300
SEED = 4
HELD, MOST_HELD = 0.1, 0.2

Split = tuple[Labels, Labels]


@dataclass(frozen=True)
class Judged:
    """What heads that had not seen them said of the validation rows."""

    strength: float
    logits: Floats
    distances: Floats
    labels: Labels

    @property
    def temperature(self) -> float:
        """What the logits are divided by before they become probabilities."""
        if len(self.labels) < ROWS_TO_CALIBRATE_BY:
            return 1.0
        return metrics.best_temperature(self.logits, self.labels)


def folds(labels: Labels) -> list[Split]:
    """Deal each intent's rows over the folds. An intent's only example is never held out."""
    count = FOLDS if len(labels) < MANY_ROWS else FOLDS_OF_MANY
    chance = np.random.default_rng(SEED)
    fold = np.full(len(labels), -1)
    for intent in np.unique(labels):
        rows = np.flatnonzero(labels == intent)
        if len(rows) > 1:
            fold[chance.permutation(rows)] = (np.arange(len(rows)) + chance.integers(count)) % count
    splits = [(np.flatnonzero(fold != one), np.flatnonzero(fold == one)) for one in range(count)]
    return [split for split in splits if len(split[1])]


def hold_out(labels: Labels) -> Split:
    """A tenth of each intent's rows, more where that would be too few to calibrate by; no intent's only example."""
    share = min(MOST_HELD, max(HELD, ROWS_TO_CALIBRATE_BY / len(labels)))
    chance = np.random.default_rng(SEED)
    held = [
        chance.permutation(rows)[: max(1, round(share * len(rows)))]
        for rows in (np.flatnonzero(labels == intent) for intent in np.unique(labels))
        if len(rows) > 1
    ]
    out = np.sort(np.concatenate(held)) if held else np.arange(0)
    return np.setdiff1d(np.arange(len(labels)), out), out


def judge(features: Floats, labels: Labels, intents: int, splits: Sequence[Split]) -> Judged:
    """Choose the strength on enough of the splits, then collect what is said of all of them."""
    if not splits:
        return Judged(STRENGTHS[1], np.empty((0, intents)), np.empty(0), labels[:0])
    sizes = np.cumsum([len(held) for _, held in splits])
    few = 1 + int(np.searchsorted(sizes, ROWS_TO_CHOOSE_BY))
    tried = [_run(features, labels, intents, splits[:few], strength) for strength in STRENGTHS]
    best = min(tried, key=lambda one: metrics.surprise(one.logits, one.labels, one.temperature))
    if few >= len(splits):
        return best
    rest = _run(features, labels, intents, splits[few:], best.strength)
    return Judged(
        best.strength,
        np.vstack([best.logits, rest.logits]),
        np.concatenate([best.distances, rest.distances]),
        np.concatenate([best.labels, rest.labels]),
    )


def _run(features: Floats, labels: Labels, intents: int, splits: Sequence[Split], strength: float) -> Judged:
    logits, distances = [], []
    for rows, held in splits:
        fitted = head.fit(features[rows], labels[rows], intents, strength)
        logits.append(fitted.logits(features[held]))
        distances.append(fitted.distance(features[held]))
    held_labels = np.concatenate([labels[held] for _, held in splits])
    return Judged(strength, np.vstack(logits), np.concatenate(distances), held_labels)
