"""Evaluates heads on texts they were not fitted on: stratified folds, or a separate validation file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from firstcontact.training import features, head, metrics, parallel
from firstcontact.training.head import Floats, Labels, Settings

FOLDS = 5
MANY_ROWS, FOLDS_OF_MANY = 6000, 3
# Wording (the early embedding) separates short commands, meaning (the sentence embedding) long questions, so two
# weightings are tried.
SHARES = tuple({"sentence_embedding": share, "early_embedding": round(1 - share, 2)} for share in (0.75, 0.6))
STRENGTHS = (10.0, 30.0, 100.0)
USUAL_STRENGTH = 30.0
ROWS_TO_CHOOSE_BY = 1000
# With fewer rows, a fitted temperature makes calibration worse.
ROWS_TO_CALIBRATE_BY = 300
SEED = 4
HELD, MOST_HELD = 0.1, 0.2

Split = tuple[Labels, Labels]


@dataclass(frozen=True)
class Judged:
    """Outputs on the validation rows, each from a head that was not fitted on that row."""

    logits: Floats
    distances: Floats
    labels: Labels

    @property
    def temperature(self) -> float:
        """The divisor of the logits before the softmax; 1 with fewer than ``ROWS_TO_CALIBRATE_BY`` rows."""
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
    """Stratified folds: each intent's rows are spread evenly over them.

    The last ``names`` rows are the intents' names, which are never held out. Without names, an intent's only example
    is never held out either.
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
    """Hold out a tenth of each intent's rows, or up to a fifth if a tenth is too few to calibrate on.

    An intent's only example is never held out.
    """
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
    """Choose the shares, then the strength, on splits with ``ROWS_TO_CHOOSE_BY`` rows; judge the choice on all."""
    shares = SHARES if len(outputs) > 1 else [dict.fromkeys(outputs, 1.0)]
    if not splits:
        return Settings(shares[0], USUAL_STRENGTH), Judged(np.empty((0, intents)), np.empty(0), labels[:0])
    sizes = np.cumsum([len(held) for _, held in splits])
    few = 1 + int(np.searchsorted(sizes, ROWS_TO_CHOOSE_BY))

    def best(candidates: Iterable[Settings]) -> tuple[Settings, Judged]:
        tried = [(one, judge(outputs, labels, intents, splits[:few], one)) for one in candidates]
        return min(tried, key=lambda pair: pair[1].surprise)

    usual, known = best(Settings(one, USUAL_STRENGTH) for one in shares)
    others = best(replace(usual, strength=one) for one in STRENGTHS if one != USUAL_STRENGTH)
    chosen, judged = min((usual, known), others, key=lambda pair: pair[1].surprise)
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
    """Fit a head on each split's training rows and collect its outputs on the held-out rows."""
    rows = features.join(outputs, settings.shares)

    def outputs_of(split: Split) -> tuple[Floats, Floats]:
        known, held = split
        fitted = head.fit(rows[known], labels[known], intents, settings)
        return fitted.logits(rows[held]), fitted.distance(rows[held])

    logits, distances = zip(*parallel.each(outputs_of, splits), strict=True)
    held_labels = np.concatenate([labels[held] for _, held in splits])
    return Judged(np.vstack(logits), np.concatenate(distances), held_labels)
