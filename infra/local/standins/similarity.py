"""Similarity by meaning, if an encoder was built: cosines between the question and the prompt's sentences."""

import importlib
import importlib.util
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vector = npt.NDArray[np.float32]

CACHE_SIZE = 20_000


class SentenceEncoder(Protocol):
    """Encodes texts as unit vectors."""

    def encode(self, texts: Sequence[str]) -> "npt.NDArray[np.float32]": ...


class Likeness:
    """Computes cosines to a question; caches the vectors of texts."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    def to(self, question: str, texts: Sequence[str]) -> list[float]:
        """The cosine of each text to the question, -1 to 1."""
        with self._lock:
            new = [text for text in dict.fromkeys([question, *texts]) if text not in self._vectors]
            if new:
                self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
            vectors = [self._vectors[text] for text in texts]
            asked = self._vectors[question]
            while len(self._vectors) > CACHE_SIZE:
                self._vectors.popitem(last=False)
        return [float(vector @ asked) for vector in vectors]


def built_encoder(models: Path | None) -> SentenceEncoder | None:
    """The suite's encoder, if it was built in this folder; else None."""
    if models is None:
        return None
    adapter = "firstcontact.adapters.models.onnx"
    if importlib.util.find_spec(adapter) is None:
        return None
    folders = [folder for folder in (models / "encoder", models) if list(folder.glob("*.onnx"))]
    if not folders:
        return None
    encoder: SentenceEncoder = importlib.import_module(adapter).OnnxEncoder(folders[0])
    return encoder
