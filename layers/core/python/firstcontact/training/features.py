"""What the head sees of a text: the encoder's two unit vectors side by side, scaled to unit length again."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from firstcontact.adapters.onnx import open_model
from firstcontact.training.head import Floats

OUTPUTS = ("sentence_embedding", "early_embedding")
SCALE = len(OUTPUTS) ** -0.5
TOLD_EVERY = 1000


def of(texts: Sequence[str], encoder: Path, say: Callable[[str], None]) -> Floats:
    """One row per text, each run alone, as the router will run it."""
    model = open_model(encoder)
    rows = []
    for count, text in enumerate(texts, start=1):
        rows.append(np.concatenate([output[0] for output in model.run(OUTPUTS, text)]))
        if count % TOLD_EVERY == 0:
            say(f"read {count} of {len(texts)} texts")
    scaled: Floats = np.array(rows, dtype=np.float64).reshape(len(texts), -1) * SCALE
    return scaled
