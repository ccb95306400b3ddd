"""Judging a head by texts it has not seen: stratified folds, or a validation file of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from firstcontact.training import features, head, metrics
from firstcontact.training.head import Floats, Labels, Settings

FOLDS = 5
MANY_ROWS, FOLDS_OF_MANY = 6000, 3
# Wording tells short commands apart, meaning tells long questions apart: how much each counts is tried out.
SHARES = tuple({"sentence_embedding": share, "early_embedding": round(1 - share, 2)} for share in (0.75, 0.6))
STRENGTHS = (10.0, 30.0, 100.0)
USUAL_STRENGTH = 30.0
ROWS_TO_CHOOSE_BY = 1000
# With fewer rows a fitted temperature makes calibration worse, not better.
ROWS_TO_CALIBRATE_BY = 300
SEED = 4
HELD, MOST_HELD = 0.1, 0.2

Split = tuple[Labels, Labels]


@dataclass(frozen=True)
class Judged:
    """What heads that had not seen them said of the validation rows."""

    logits: Floats
    distances: Floats
    labels: Labels

    @property
    def temperature(self) -> float:
        """What the logits are divided by before they become probabilities."""
        if len(self.labels) < ROWS_TO_CALIBRATE_BY:
            return 1.0
        return metrics.best_temperature(self.logits, self.labels)

    @property
    def surprise(self) -> float:
        """The mean negative log-likelihood of the right intents, in nats."""
        return metrics.surprise(self.logits, self.labels, self.temperature)

    @property
    def accuracy(self) -> float:
        """The share of rows whose top intent is right."""
        return float((self.logits.argmax(axis=1) == self.labels).mean())


def folds(labels: Labels, names: int = 0) -> list[Split]:
    """Deal each intent's rows over the folds.

    The last rows may be the intents' names: they are always learned from. Without them an intent's only example is
    never held out.
    """
    examples = labels[: len(labels) - names]
    count = FOLDS if len(labels) < MANY_ROWS else FOLDS_OF_MANY
    chance = np.random.default_rng(SEED)
    fold = np.full(len(labels), -1)
    for intent in np.unique(labels):
        rows = np.flatnonzero(examples == intent)
        if len(rows) > 1 or names:
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


def choose(
    outputs: Mapping[str, Floats], labels: Labels, intents: int, splits: Sequence[Split]
) -> tuple[Settings, Judged]:
    """Choose the shares, then the strength, on enough of the splits; judge heads that have them on all."""
    shares = SHARES if len(outputs) > 1 else [dict.fromkeys(outputs, 1.0)]
    if not splits:
        return Settings(shares[0], USUAL_STRENGTH), Judged(np.empty((0, intents)), np.empty(0), labels[:0])
    sizes = np.cumsum([len(held) for _, held in splits])
    few = 1 + int(np.searchsorted(sizes, ROWS_TO_CHOOSE_BY))

    def best(candidates: Iterable[Settings]) -> tuple[Settings, Judged]:
        tried = [(one, judge(outputs, labels, intents, splits[:few], one)) for one in candidates]
        return min(tried, key=lambda pair: pair[1].surprise)

    usual, _ = best(Settings(one, USUAL_STRENGTH) for one in shares)
    chosen, judged = best(replace(usual, strength=one) for one in STRENGTHS)
    if few >= len(splits):
        return chosen, judged
    rest = judge(outputs, labels, intents, splits[few:], chosen)
    return chosen, Judged(
        np.vstack([judged.logits, rest.logits]),
        np.concatenate([judged.distances, rest.distances]),
        np.concatenate([judged.labels, rest.labels]),
    )


def judge(
    outputs: Mapping[str, Floats], labels: Labels, intents: int, splits: Sequence[Split], settings: Settings
) -> Judged:
    """What heads fitted on each split's rows say of those it holds out."""
    rows = features.join(outputs, settings.shares)
    logits, distances = [], []
    for known, held in splits:
        fitted = head.fit(rows[known], labels[known], intents, settings)
        logits.append(fitted.logits(rows[held]))
        distances.append(fitted.distance(rows[held]))
    held_labels = np.concatenate([labels[held] for _, held in splits])
    return Judged(np.vstack(logits), np.concatenate(distances), held_labels)
