"""Quality metrics of a router, computed with NumPy alone."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
BINS = 15


def auroc(inside: Floats, outside: Floats) -> float:
    """The probability that an outside score is higher than an inside score; ties count half."""
    order = np.sort(inside)
    below = np.searchsorted(order, outside, side="left")
    upto = np.searchsorted(order, outside, side="right")
    return float((below + upto).mean() / 2 / len(inside))


def calibration_error(confidence: Floats, right: Flags) -> float:
    """Expected calibration error over bins of equal width."""
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(float(right[places == place].mean()) - float(confidence[places == place].mean())) * share
            for place in range(BINS)
            if (share := float((places == place).mean())) > 0
        )
    )


def told_apart(shares: Floats, flags: Flags) -> dict[str, float]:
    """How well probabilities separate the flagged rows from the others, and how well they are calibrated."""
    return {
        "rows": len(flags),
        "auroc": round(auroc(shares[~flags], shares[flags]), 4),
        "ece": round(calibration_error(shares, flags), 4),
    }


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """The probabilities for each row of logits."""
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def surprise(logits: Floats, labels: npt.NDArray[np.int64], temperature: float = 1.0) -> float:
    """The mean negative log-likelihood of the right intents, in nats."""
    shares = softmax(logits, temperature)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(shares, 1e-12)).mean())


def energy(logits: Floats) -> Floats:
    """Minus the log-sum-exp of each row's logits: high where no intent has a high logit."""
    top = logits.max(axis=1)
    quiet: Floats = -(top + np.log(np.exp(logits - top[:, None]).sum(axis=1)))
    return quiet


def best_temperature(logits: Floats, labels: npt.NDArray[np.int64]) -> float:
    """The temperature with the lowest negative log-likelihood, from a grid of 0.1 to 3."""
    candidates = np.geomspace(0.1, 3.0, 69)
    return float(min(candidates, key=lambda one: surprise(logits, labels, float(one))))
