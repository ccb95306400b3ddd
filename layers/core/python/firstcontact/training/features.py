"""A head's input features: the encoder's outputs concatenated, each scaled according to its share."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from firstcontact.adapters.models.onnx import open_model
from firstcontact.progress import Progress
from firstcontact.training.head import Floats


def of(texts: Sequence[str], encoder: Path, shares: Mapping[str, float], tell: Progress) -> Floats:
    """One unit row per text; each text is encoded alone, as the router does at runtime."""
    return join(read(texts, encoder, shares, tell), shares)


def read(texts: Sequence[str], encoder: Path, outputs: Iterable[str], tell: Progress) -> dict[str, Floats]:
    """For each of the encoder's outputs, one unit row per text."""
    model, names = open_model(encoder), list(outputs)
    found = list(tell.track(model.run_each(names, texts), "reading texts", len(texts)))
    width = int(model.card["dimensions"])
    return {
        name: np.array([row[place][0] for row in found], dtype=np.float64).reshape(len(texts), width)
        for place, name in enumerate(names)
    }


def join(outputs: Mapping[str, Floats], shares: Mapping[str, float]) -> Floats:
    """Concatenate outputs, scaled so that two rows' similarity is the share-weighted sum of their outputs' ones."""
    return np.hstack([outputs[name] * scale(share) for name, share in shares.items()])


def scale(share: float) -> float:
    """The factor that gives a unit vector this share of the similarity."""
    return float(share**0.5)
