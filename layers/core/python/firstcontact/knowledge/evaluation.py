"""Measures how good a ranking is: the usual metrics, and confidence intervals for their means."""

import math
import random
from collections.abc import Collection, Mapping, Sequence

CUTOFF = 10
DRAWS = 1000
SEED = 7
MEASURES = ("ndcg@10", "recall@10", "mrr")
Measured = Mapping[str, Mapping[str, float]]


def score_ranking(found: Sequence[str], right: Collection[str]) -> dict[str, float]:
    """The metrics of one ranking of documents, best first; ``right`` must not be empty."""
    gains = [1 / math.log2(rank + 1) for rank, name in enumerate(found[:CUTOFF], start=1) if name in right]
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(CUTOFF, len(right)) + 1))
    first = next((rank for rank, name in enumerate(found[:CUTOFF], start=1) if name in right), None)
    return {
        "ndcg@10": sum(gains) / ideal,
        "recall@10": len(gains) / len(right),
        "mrr": 1 / first if first else 0.0,
    }


def bootstrap_mean(values: Sequence[float]) -> tuple[float, float]:
    """The mean, and half the width of its 95 % confidence interval (bootstrap over the questions)."""
    chance = random.Random(SEED)  # noqa: S311
    means = sorted(math.fsum(chance.choices(values, k=len(values))) / len(values) for _ in range(DRAWS))
    low, high = means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS) - 1]
    return math.fsum(values) / len(values), (high - low) / 2


def find_regressions(found: Measured, baseline: Measured, by: float) -> list[str]:
    """Metrics worse than the baseline by more than ``by``, in words; sets without a baseline are not judged."""
    return [
        f"{name}: {measure} {values[measure]:.4f}, and was {was:.4f}"
        for name, values in found.items()
        for measure, was in baseline.get(name, {}).items()
        if values[measure] < was - by
    ]
