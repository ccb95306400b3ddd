"""What a head sees of a text: outputs of the encoder side by side, each scaled to its share of the whole."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from firstcontact.adapters.onnx import open_model
from firstcontact.training.head import Floats
from firstcontact.training.progress import Progress


def of(texts: Sequence[str], encoder: Path, outputs: Mapping[str, float], tell: Progress) -> Floats:
    """One row of unit length per text, each run alone, as the router will run it."""
    model = open_model(encoder)
    watched = tell.track(texts, "reading texts", len(texts))
    scales = [scale(share) for share in outputs.values()]
    rows = [
        np.concatenate([found[0] * size for found, size in zip(model.run(list(outputs), text), scales, strict=True)])
        for text in watched
    ]
    width = len(rows[0]) if rows else 0
    scaled: Floats = np.array(rows, dtype=np.float64).reshape(len(texts), width)
    return scaled


def scale(share: float) -> float:
    """What a unit vector is multiplied by so that it makes this share of a likeness."""
    return float(share**0.5)
