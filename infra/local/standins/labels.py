"""What is in a picture. Without the small image model only what can be measured: whether there is text."""

from dataclasses import dataclass
from typing import Any

from PIL import Image

from infra.local.standins.reading import TextReader


@dataclass(frozen=True)
class SeenLabel:
    """A label with its confidence in percent and the wider labels it belongs to."""

    name: str
    confidence: float
    parents: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """The label as Rekognition tells it."""
        return {
            "Name": self.name,
            "Confidence": round(self.confidence, 4),
            "Instances": [],
            "Parents": [{"Name": parent} for parent in self.parents],
            "Aliases": [],
            "Categories": [],
        }


class Labeller:
    """Labels a picture, surest first."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader

    def labels(self, picture: Image.Image) -> list[SeenLabel]:
        """Everything seen in the picture."""
        lines = self._reader.read(picture)
        return [SeenLabel("Text", max(line.confidence for line in lines) * 100)] if lines else []
