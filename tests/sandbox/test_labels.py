import pickle
import struct
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from infra.local.standins.image_model import ImageModel, installed_image_model
from infra.local.standins.labels import Labeller
from infra.local.standins.ocr import Line, TextReader
from infra.local.standins.torch_weights import read_weights

PICTURE = Image.new("RGB", (300, 200), "white")


class Reader(TextReader):
    def __init__(self, *lines: Line) -> None:
        self.lines = list(lines)

    def read(self, picture: Image.Image) -> list[Line]:
        return self.lines


class Sees(ImageModel):
    """A model that is sure of some classes."""

    def __init__(self, classes: dict[int, float]) -> None:
        self.probabilities = np.zeros(1000, np.float32)
        for number, probability in classes.items():
            self.probabilities[number] = probability

    def classes(self, picture: Image.Image) -> np.ndarray:
        return self.probabilities


def test_without_the_image_model_only_text_is_labelled() -> None:
    line = Line("S/N", 0.93, [[0, 0], [9, 0], [9, 9], [0, 9]])
    assert [(label.name, label.confidence) for label in Labeller(Reader(line), None).labels(PICTURE)] == [
        ("Text", 93)
    ]
    assert Labeller(Reader(), None).labels(PICTURE) == []


def test_classes_add_up_to_a_label_and_its_parents() -> None:
    labels = Labeller(Reader(), Sees({732: 0.4, 759: 0.3, 478: 0.2})).labels(PICTURE)
    sure = [(label.name, round(label.confidence), label.parents) for label in labels if label.confidence > 50]
    assert sure == [("Camera", 70, ("Electronics",)), ("Electronics", 70, ())]
    assert labels[2].name in ("Cardboard Box", "Package")


def written(file: Path, tensors: Any, numbers: bytes = b"") -> Path:
    with file.open("wb") as out:
        for part in (1, 2, 3, tensors, ["s1"]):
            pickle.dump(part, out)
        out.write(struct.pack("<q", len(numbers) // 4) + numbers)
    return file


def test_weights_are_read_in_the_order_in_which_they_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class FloatStorage:
        pass

    def _rebuild_tensor_v2() -> None: ...

    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for module, thing in ((torch, FloatStorage), (utils, _rebuild_tensor_v2)):
        thing.__module__ = module.__name__
        thing.__qualname__ = thing.__name__
        setattr(module, thing.__name__, thing)
        monkeypatch.setitem(sys.modules, module.__name__, module)

    class Tensor:
        def __reduce__(self) -> Any:
            return _rebuild_tensor_v2, (Stored(), 1, (2, 2), (1, 2), False, None)

    class Stored:
        pass

    class Writer(pickle.Pickler):
        def persistent_id(self, obj: object) -> Any:
            return ("storage", FloatStorage, "s1", "cpu", 5, None) if isinstance(obj, Stored) else None

    file = tmp_path / "w.pth"
    with file.open("wb") as out:
        for part in (1, 2, 3):
            pickle.dump(part, out)
        Writer(out).dump({"w": Tensor()})
        pickle.dump(["s1"], out)
        out.write(struct.pack("<q5f", 5, 9, 1, 2, 3, 4))
    assert read_weights(file)["w"].tolist() == [[1, 3], [2, 4]]


def test_a_weights_file_that_wants_more_than_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(pickle.UnpicklingError, match="not allowed in a weights file"):
        read_weights(written(tmp_path / "w.pth", {"w": print}))


@pytest.mark.skipif(installed_image_model() is None, reason="the image model's weights are not installed")
def test_the_real_model_gives_a_probability_for_each_class() -> None:
    model = installed_image_model()
    assert model is not None
    probabilities = model.classes(PICTURE)
    assert probabilities.shape == (1000,)
    assert probabilities.sum() == pytest.approx(1, abs=1e-3)
