"""Labels of a picture: whether it contains text, and what the image model recognises in it as a whole.

The model knows everyday objects, not damage. Without its weights, only text is labelled.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from infra.local.standins.image_model import ImageModel
from infra.local.standins.ocr import TextReader

_NAMES = Path(__file__).with_name("label_names.toml")


@dataclass(frozen=True)
class SeenLabel:
    """A label with its confidence in percent and the broader labels it belongs to."""

    name: str
    confidence: float
    parents: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """The label in Rekognition's format."""
        return {
            "Name": self.name,
            "Confidence": round(self.confidence, 4),
            "Instances": [],
            "Parents": [{"Name": parent} for parent in self.parents],
            "Aliases": [],
            "Categories": [],
        }


class Labeller:
    """Labels pictures, highest confidence first."""

    def __init__(self, reader: TextReader, model: ImageModel | None) -> None:
        self._reader, self._model = reader, model

    def labels(self, picture: Image.Image) -> list[SeenLabel]:
        """All labels of the picture."""
        lines = self._reader.read(picture)
        seen = [SeenLabel("Text", max(line.confidence for line in lines) * 100)] if lines else []
        if self._model:
            probabilities = self._model.classes(picture)
            seen += [
                SeenLabel(name, 100 * float(sum(probabilities[number] for number in classes)), parents)
                for name, parents, classes in _known()
            ]
        return sorted(seen, key=lambda label: -label.confidence)


@cache
def _known() -> tuple[tuple[str, tuple[str, ...], frozenset[int]], ...]:
    """Labels with their parents and classes; a parent is a label that covers the classes of its children."""
    told = tomllib.loads(_NAMES.read_text())["labels"]
    known = [(name, tuple(parents), frozenset(_numbers(classes))) for name, parents, classes in told]
    wider = dict.fromkeys(parent for _, parents, _ in known for parent in parents)
    for parent in wider:
        children = (classes for _, parents, classes in known if parent in parents)
        known.append((parent, (), frozenset().union(*children)))
    return tuple(known)


def _numbers(classes: Iterable[int | str]) -> Iterable[int]:
    for one in classes:
        first, _, last = str(one).partition("-")
        yield from range(int(first), int(last or first) + 1)
