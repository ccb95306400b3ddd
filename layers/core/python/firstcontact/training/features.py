"""What a head sees of a text: outputs of the encoder side by side, scaled to unit length again."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from firstcontact.adapters.onnx import open_model
from firstcontact.training.head import Floats
from firstcontact.training.progress import Progress


def of(texts: Sequence[str], encoder: Path, outputs: Sequence[str], tell: Progress) -> Floats:
    """One row per text, each run alone, as the router will run it."""
    model = open_model(encoder)
    watched = tell.track(texts, "reading texts", len(texts))
    rows = [np.concatenate([output[0] for output in model.run(outputs, text)]) for text in watched]
    scaled: Floats = np.array(rows, dtype=np.float64).reshape(len(texts), -1) * scale(outputs)
    return scaled


def scale(outputs: Sequence[str]) -> float:
    """What brings unit vectors side by side to unit length."""
    return float(len(outputs) ** -0.5)
