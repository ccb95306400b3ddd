"""Photos read by Rekognition: lines of text, labels by confidence, one paid image per question."""

import base64
from collections.abc import Callable

import pytest
from firstcontact.adapters.aws.rekognition import RekognitionAnalyzer
from firstcontact.claims.records import Label
from firstcontact.errors import Unavailable
from firstcontact.telemetry import Meter

from tests.adapters.aws.wire import FAULTS, Wire, said

IMAGE = b"\xff\xd8\xff\xe0"
CALLS: dict[str, Callable[[RekognitionAnalyzer], object]] = {
    "text": lambda reader: reader.text(IMAGE),
    "labels": lambda reader: reader.labels(IMAGE),
}


def test_text_comes_by_the_line(wire: Wire, meter: Meter) -> None:
    found = [("SN 42 A", "LINE"), ("SN", "WORD"), ("42", "WORD"), ("A", "WORD"), ("Tidewire", "LINE")]
    wire.answers_with(said({"TextDetections": [{"DetectedText": text, "Type": kind} for text, kind in found]}))
    assert RekognitionAnalyzer(meter).text(IMAGE) == ["SN 42 A", "Tidewire"]
    (call,) = wire.calls
    assert call.operation == "RekognitionService.DetectText"
    assert base64.b64decode(call.json["Image"]["Bytes"]) == IMAGE


def test_labels_come_surest_first_and_few(wire: Wire, meter: Meter) -> None:
    wire.answers_with(
        said({"Labels": [{"Name": "Headphones", "Confidence": 98.5}, {"Name": "Box", "Confidence": 60}]})
    )
    seen = [Label(name="Headphones", confidence=98.5), Label(name="Box", confidence=60)]
    assert RekognitionAnalyzer(meter).labels(IMAGE) == seen
    (call,) = wire.calls
    assert (call.operation, call.json["MaxLabels"]) == ("RekognitionService.DetectLabels", 20)


@pytest.mark.parametrize("call", CALLS)
def test_every_question_is_a_paid_image(wire: Wire, meter: Meter, call: str) -> None:
    wire.answers_with(said({"TextDetections": [], "Labels": []}))
    CALLS[call](RekognitionAnalyzer(meter))
    (used,) = meter.drain()
    assert (used.item, int(used.amount)) == ("rekognition.images", 1)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_reader_that_fails_is_unavailable_and_costs_nothing(
    wire: Wire, meter: Meter, call: str, fault: str
) -> None:
    wire.answers_with(FAULTS[fault])
    with pytest.raises(Unavailable) as failure:
        CALLS[call](RekognitionAnalyzer(meter))
    assert "ada" not in failure.value.detail
    assert meter.drain() == []
