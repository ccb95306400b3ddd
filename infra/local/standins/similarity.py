"""Meaning, when an encoder was built: the cosine between a question and the sentences of the prompt."""

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
    """Unit vectors, one for each text."""

    def encode(self, texts: Sequence[str]) -> "npt.NDArray[np.float32]": ...


class Likeness:
    """Cosines to a question, with the vectors of sentences seen before kept."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    def to(self, question: str, texts: Sequence[str]) -> list[float]:
        """How close each text is to the question, -1 to 1."""
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
    """The suite's own encoder, if one was built into this folder."""
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
