"""Reads text in pictures with a local OCR model and returns it in Rekognition's format."""

import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

Corners = Sequence[Sequence[float]]


class Line(NamedTuple):
    """A line of text with its confidence from 0 to 1, its corners in pixels, and its words in the same form."""

    text: str
    confidence: float
    corners: Corners
    words: tuple["Line", ...] = ()


class TextReader:
    """The OCR model, loaded on first use; processes one picture at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None

    def read(self, picture: Image.Image) -> list[Line]:
        """The lines of text from top to bottom."""
        pixels = np.asarray(picture)[:, :, ::-1]
        with self._lock:
            found = self._loaded()(pixels, return_word_box=True)
        if not found.txts:
            return []
        words = found.word_results or [() for _ in found.txts]
        return [
            Line(text, float(score), corners.tolist(), tuple(Line(*word) for word in parts if word[0].strip()))
            for text, score, corners, parts in zip(found.txts, found.scores, found.boxes, words, strict=True)
        ]

    def _loaded(self) -> Any:
        if self._model is None:
            from rapidocr import RapidOCR

            self._model = RapidOCR(params={"Global.log_level": "error"})
        return self._model


def detections(lines: list[Line], size: tuple[int, int], least: float = 0) -> list[dict[str, Any]]:
    """The ``TextDetections``: all lines, then all words with their line's id; ``least`` is in percent."""
    kept = [line for line in lines if line.confidence * 100 >= least]
    told = [_detection(line, number, size, "LINE") for number, line in enumerate(kept)]
    for parent, line in enumerate(kept):
        for word in line.words:
            told.append(_detection(word, len(told), size, "WORD") | {"ParentId": parent})
    return told


def _detection(line: Line, number: int, size: tuple[int, int], kind: str) -> dict[str, Any]:
    across = [float(x) / size[0] for x, _ in line.corners]
    down = [float(y) / size[1] for _, y in line.corners]
    box = {
        "Width": max(across) - min(across),
        "Height": max(down) - min(down),
        "Left": min(across),
        "Top": min(down),
    }
    polygon = [{"X": x, "Y": y} for x, y in zip(across, down, strict=True)]
    return {
        "DetectedText": line.text,
        "Type": kind,
        "Id": number,
        "Confidence": round(line.confidence * 100, 4),
        "Geometry": {"BoundingBox": box, "Polygon": polygon},
    }
