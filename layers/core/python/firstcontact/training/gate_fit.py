"""Fits the gate's calibration to labelled replies."""

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from firstcontact.errors import Invalid
from firstcontact.gate.calibration import MAX_RISK, TARGET_PRECISION, Calibration, Guarantee

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
# The share of drafts to unanswerable questions that may be released. Of the demo's 45 held-out ones, which the router
# stops no more than others, four get a reply.
MAX_LEAK = 0.12
FOLDS = 5
REPEATS = 4
MIN_BLOCK = 10
MIN_FIRST_TESTED = 30
STEPS = 1500
_LADDER = tuple(round(1 - step / 200, 3) for step in range(31))


def fit(
    names: Sequence[str],
    rows: Sequence[Sequence[float]],
    right: Sequence[bool],
    groups: Sequence[Hashable],
    fitted_on: str,
    typical: Sequence[bool] | None = None,
    unanswerable: Sequence[bool] | None = None,
) -> Calibration:
    """Fit a gate; rows of one group (a question, a document) are never on both sides of a split.

    ``typical`` marks the rows that occur in realistic proportions: only they set probabilities and the threshold.
    ``unanswerable`` marks drafts to questions without an answer: at most ``MAX_LEAK`` of them may be released.
    ``Invalid`` if there are too few groups or all labels are the same.
    """
    values, labels = np.asarray(rows, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if len(set(right)) < 2 or len(set(groups)) < 2 * FOLDS:
        raise Invalid(
            f"too little to calibrate on: {len(rows)} replies to {len(set(groups))} questions, "
            f"{int(labels.sum())} of them right",
            remedy=f"Bring right and wrong replies to at least {2 * FOLDS} questions; a few hundred are better.",
        )
    turns = np.stack([_cross_fitted(values, labels, groups, turn) for turn in range(REPEATS)])
    scores: Numbers = turns.mean(axis=0)
    met = np.ones(len(labels), dtype=bool) if typical is None else np.asarray(typical)
    knots, probabilities = _isotonic(scores[met], labels[met])
    confidences = np.interp(scores, knots, probabilities)
    never = np.zeros(len(labels), dtype=bool) if unanswerable is None else np.asarray(unanswerable)
    threshold, guarantee = learn_then_test(
        confidences[met].tolist(), (labels[met] > 0).tolist(), confidences[never].tolist()
    )
    means, scales, weights, bias = _train(values, labels)
    return Calibration(
        features=tuple(names),
        means=tuple(means.tolist()),
        scales=tuple(scales.tolist()),
        weights=tuple(weights.tolist()),
        bias=bias,
        scores=tuple(knots),
        probabilities=tuple(probabilities),
        threshold=threshold,
        guarantee=guarantee,
        fitted_on=fitted_on,
    )


def _cross_fitted(values: "Numbers", labels: "Numbers", groups: Sequence[Hashable], turn: int) -> "Numbers":
    """Score every row with a model that was not fitted on any row of its group."""
    names = list(dict.fromkeys(groups))
    order = np.random.default_rng(turn).permutation(len(names))
    folds = {name: int(place) % FOLDS for name, place in zip(names, order, strict=True)}
    fold = np.array([folds[group] for group in groups])
    scores = np.empty(len(labels))
    for held in range(FOLDS):
        scores[fold == held] = _score(_train(values[fold != held], labels[fold != held]), values[fold == held])
    return scores


def learn_then_test(
    confidences: Sequence[float], right: Sequence[bool], unanswerable: Sequence[float] = ()
) -> tuple[float | None, Guarantee]:
    """The lowest threshold, descending from 1, at which the target precision passes its test; None if none passes.

    The descent also stops where more than ``MAX_LEAK`` of the confidences in ``unanswerable`` would be released.
    """
    chosen: float | None = None
    kept = (0, 0)
    for threshold in _LADDER:
        above = [ok for confidence, ok in zip(confidences, right, strict=True) if confidence >= threshold]
        # The first tested threshold is fixed in advance by counts alone: fewer replies would pass only without error.
        if len(above) < min(MIN_FIRST_TESTED, len(confidences) // 2):
            continue
        if _tail_probability(len(above), sum(above)) > MAX_RISK:
            break
        if sum(confidence >= threshold for confidence in unanswerable) > MAX_LEAK * len(unanswerable):
            break
        chosen, kept = threshold, (len(above), sum(above))
    return chosen, Guarantee(
        samples=len(right), released=kept[0], right=kept[1], lower_bound=round(lower_bound(kept[1], kept[0]), 4)
    )


def lower_bound(right: int, of: int, risk: float = MAX_RISK) -> float:
    """The one-sided Clopper-Pearson lower bound of a proportion."""
    low, high = 0.0, right / of if of else 0.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail_probability(of, right, middle) < risk else (low, middle)
    return low


def _tail_probability(of: int, right: int, share: float = TARGET_PRECISION) -> float:
    """P(at least ``right`` of ``of`` are right) if the true proportion is ``share``."""
    if right <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    logs = (
        math.lgamma(of + 1)
        - math.lgamma(k + 1)
        - math.lgamma(of - k + 1)
        + k * math.log(share)
        + (of - k) * math.log1p(-share)
        for k in range(right, of + 1)
    )
    return min(1.0, sum(math.exp(log) for log in logs))


def _train(values: "Numbers", labels: "Numbers") -> tuple["Numbers", "Numbers", "Numbers", float]:
    means, scales = values.mean(axis=0), values.std(axis=0)
    scales = np.where(scales > 1e-9, scales, 1.0)
    inputs = (values - means) / scales
    weights, bias = _descend(inputs, labels, penalty=min(0.05, max(0.002, 4 / len(labels))))
    return means, scales, weights, bias


def _score(model: tuple["Numbers", "Numbers", "Numbers", float], values: "Numbers") -> "Numbers":
    means, scales, weights, bias = model
    return np.asarray((values - means) / scales @ weights + bias)


def _isotonic(scores: "Numbers", labels: "Numbers") -> tuple[list[float], list[float]]:
    """Increasing steps of probability: blocks have a minimum size and are merged until each is above the previous."""
    order = np.argsort(scores, kind="stable")
    least = max(MIN_BLOCK, len(labels) // 50)
    blocks = list[tuple[int, float, float]]()
    for at in range(len(order) % least, len(order), least):
        rows = order[at : at + least] if blocks else order[: at + least]
        blocks.append((len(rows), float(labels[rows].sum()), float(scores[rows].mean())))
        while len(blocks) > 1 and _probability(blocks[-1]) <= _probability(blocks[-2]):
            (n, right, centre), (m, more, other) = blocks.pop(), blocks.pop()
            blocks.append((n + m, right + more, (n * centre + m * other) / (n + m)))
    return [centre for _, _, centre in blocks], [_probability(block) for block in blocks]


def _probability(block: tuple[int, float, float]) -> float:
    return (block[1] + 0.5) / (block[0] + 1)


def _descend(inputs: "Numbers", targets: "Numbers", penalty: float) -> tuple["Numbers", float]:
    """Accelerated projected gradient descent on the logistic loss, weights >= 0; the same on every machine."""
    count, width = inputs.shape
    design = np.hstack([inputs, np.ones((count, 1))])
    step = 1.0 / (0.25 * np.linalg.norm(design, 2) ** 2 / count + penalty)
    shrink = np.append(np.full(width, penalty), 0.0)
    here = ahead = np.zeros(width + 1)
    for turn in range(STEPS):
        slope = (
            design.T @ (1.0 / (1.0 + np.exp(-np.clip(design @ ahead, -60, 60))) - targets) / count + shrink * ahead
        )
        new = ahead - step * slope
        new[:width] = np.maximum(new[:width], 0.0)
        ahead = new + turn / (turn + 3) * (new - here)
        here = new
    return here[:width], float(here[width])
