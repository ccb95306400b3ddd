"""Reads text and labels from photos with Rekognition."""

from firstcontact.adapters.aws.clients import client, unavailable
from firstcontact.claims.records import Label
from firstcontact.costs.ports import Metering

MAX_LABELS = 20
MIN_CONFIDENCE = 60


class RekognitionAnalyzer:
    """Implements ``PhotoAnalyzer``."""

    def __init__(self, meter: Metering) -> None:
        self._meter = meter

    def text(self, image: bytes) -> list[str]:
        with unavailable("the photo's text could not be read"):
            found = client("rekognition").detect_text(Image={"Bytes": image})["TextDetections"]
        self._meter.add("rekognition.images", 1)
        return [detection["DetectedText"] for detection in found if detection["Type"] == "LINE"]

    def labels(self, image: bytes) -> list[Label]:
        with unavailable("the photo could not be labelled"):
            found = client("rekognition").detect_labels(
                Image={"Bytes": image}, MaxLabels=MAX_LABELS, MinConfidence=MIN_CONFIDENCE
            )["Labels"]
        self._meter.add("rekognition.images", 1)
        return [Label(name=label["Name"], confidence=label["Confidence"]) for label in found]
