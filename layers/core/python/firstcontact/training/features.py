"""What a head sees of a text: outputs of the encoder side by side, each scaled to its share of the whole."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from firstcontact.adapters.models.onnx import open_model
from firstcontact.progress import Progress
from firstcontact.training.head import Floats


def of(texts: Sequence[str], encoder: Path, shares: Mapping[str, float], tell: Progress) -> Floats:
    """One row of unit length per text, each run alone, as the router will run it."""
    return join(read(texts, encoder, shares, tell), shares)


def read(texts: Sequence[str], encoder: Path, outputs: Iterable[str], tell: Progress) -> dict[str, Floats]:
    """Per output of the encoder one row of unit length per text."""
    model, names = open_model(encoder), list(outputs)
    found = [model.run(names, text) for text in tell.track(texts, "reading texts", len(texts))]
    width = int(model.card["dimensions"])
    return {
        name: np.array([row[place][0] for row in found], dtype=np.float64).reshape(len(texts), width)
        for place, name in enumerate(names)
    }


def join(outputs: Mapping[str, Floats], shares: Mapping[str, float]) -> Floats:
    """Side by side, so that the likeness of two rows is that of their outputs, each counted by its share."""
    return np.hstack([outputs[name] * scale(share) for name, share in shares.items()])


def scale(share: float) -> float:
    """What a unit vector is multiplied by so that it makes this share of a likeness."""
    return float(share**0.5)
