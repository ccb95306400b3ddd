"""Evaluates a trained router on labelled texts: accuracy, out-of-scope detection, calibration and latency."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.routing.prediction import Prediction
from firstcontact.training import metrics
from firstcontact.training.dataset import Example

WARM_UP = 5
DIGITS = 4
NANOSECONDS = 1e6  # per millisecond


@dataclass(frozen=True)
class Answers:
    """Predictions with the expected intents; an expected intent the router does not know counts as out of scope."""

    expected: Sequence[str]
    predictions: Sequence[Prediction]
    milliseconds: Sequence[float]


def run(
    model: OnnxIntentModel, examples: Sequence[Example], clock: Callable[[], int] = time.perf_counter_ns
) -> Answers:
    """Predict the texts one by one and time each prediction, after a warm-up."""
    for example in examples[:WARM_UP]:
        model.predict(example.text)
    predictions, times = [], []
    for example in examples:
        started = clock()
        predictions.append(model.predict(example.text))
        times.append((clock() - started) / NANOSECONDS)
    return Answers([example.intent for example in examples], predictions, times)


def report(answers: Answers, intents: Sequence[str]) -> dict[str, Any]:
    """The metrics; None where the data does not allow one.

    ``accuracy`` and ``ece`` judge the top intent, whatever its out-of-scope score; ``accuracy_as_routed`` counts an
    in-scope text that was rejected as out of scope as an error.
    """
    pairs = list(zip(answers.expected, answers.predictions, strict=True))
    inside = [(expected, said) for expected, said in pairs if expected in intents]
    outside = [said for expected, said in pairs if expected not in intents]
    right = np.array([said.top[0][0] == expected for expected, said in inside], dtype=bool)
    confidence = np.array([said.confidence for _, said in inside], dtype=np.float64)
    near = np.array([said.oos_score for _, said in inside], dtype=np.float64)
    far = np.array([said.oos_score for said in outside], dtype=np.float64)
    return {
        "rows": len(pairs),
        "in_scope": len(inside),
        "out_of_scope": len(outside),
        "accuracy": _mean(right),
        "accuracy_as_routed": _mean([said.intent == expected for expected, said in inside]),
        "false_reject_rate": _mean([not said.in_scope for _, said in inside]),
        "oos_recall": _mean([not said.in_scope for said in outside]),
        "auroc": _round(metrics.auroc(near, far)) if inside and outside else None,
        "ece": _round(metrics.calibration_error(confidence, right)) if inside else None,
        "p50_ms": _round(_percentile(answers.milliseconds, 0.50)),
        "p99_ms": _round(_percentile(answers.milliseconds, 0.99)),
    }


def _mean(flags: Any) -> float | None:
    return _round(float(np.mean(flags))) if len(flags) else None


def _percentile(values: Sequence[float], share: float) -> float | None:
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
