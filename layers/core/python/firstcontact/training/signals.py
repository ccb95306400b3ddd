"""Signs: properties of a message other than its intent, such as an upset writer; one logistic regression each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from firstcontact.training import metrics, parallel
from firstcontact.training.head import Floats
from firstcontact.training.metrics import Flags

STRENGTHS = (1.0, 3.0, 10.0, 30.0)
FOLDS = 5
SEED = 6


@dataclass(frozen=True)
class Signs:
    """Linear models of the signs' log-odds: weights of shape (width, signs), bias (signs)."""

    names: tuple[str, ...]
    weights: Floats
    bias: Floats


def fit(given: Mapping[str, tuple[Floats, Flags]]) -> tuple[Signs, dict[str, dict[str, float]]]:
    """Fit each sign to its features and flags; also returns each sign's metrics on held-out folds."""
    columns, told = [], dict[str, dict[str, float]]()
    for name, (rows, flags) in given.items():
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
        held_out = partial(cross_val_predict, X=rows, y=flags, cv=folds, method="predict_proba")
        shares = parallel.each(held_out, map(_regression, STRENGTHS))
        tried = {strength: found[:, 1] for strength, found in zip(STRENGTHS, shares, strict=True)}
        best = min(tried, key=lambda strength: _surprise(tried[strength], flags))
        told[name] = metrics.told_apart(tried[best], flags)
        fitted = _regression(best).fit(rows, flags)
        columns.append((fitted.coef_[0], fitted.intercept_[0]))
    weights, bias = zip(*columns, strict=True)
    return Signs(tuple(given), np.stack(weights, axis=1), np.array(bias)), told


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=1000)


def _surprise(shares: Floats, flags: Flags) -> float:
    return float(-np.log(np.clip(np.where(flags, shares, 1 - shares), 1e-9, 1)).mean())
