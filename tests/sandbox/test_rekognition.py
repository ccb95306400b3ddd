import io
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from PIL import Image, ImageDraw, ImageFont


def rekognition(url: str) -> Any:
    return boto3.client(
        "rekognition",
        endpoint_url=f"{url}/aws",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )


def picture(text: str = "", size: tuple[int, int] = (640, 320), kind: str = "PNG") -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((60, 120), text, fill="black", font=ImageFont.load_default(40))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def test_a_serial_number_on_a_label_is_read_as_a_line_and_as_words(address: str) -> None:
    client = rekognition(address)
    found = client.detect_text(Image={"Bytes": picture("S/N TW-HAR-7F3K92")})["TextDetections"]
    lines = [one for one in found if one["Type"] == "LINE"]
    words = [one for one in found if one["Type"] == "WORD"]
    assert [line["DetectedText"] for line in lines] == ["S/N TW-HAR-7F3K92"]
    assert [(word["DetectedText"], word["ParentId"]) for word in words] == [("S/N", 0), ("TW-HAR-7F3K92", 0)]
    assert [one["Id"] for one in found] == [0, 1, 2]
    box = lines[0]["Geometry"]["BoundingBox"]
    assert 0.05 < box["Left"] < 0.15
    assert 0.35 < box["Top"] < 0.45
    assert lines[0]["Confidence"] > 90
    labels = client.detect_labels(Image={"Bytes": picture("S/N TW-HAR-7F3K92")})["Labels"]
    assert "Text" in [label["Name"] for label in labels]


def test_moderation_finds_nothing_and_says_which_version_looked(address: str) -> None:
    answer = rekognition(address).detect_moderation_labels(Image={"Bytes": picture()})
    assert (answer["ModerationLabels"], answer["ModerationModelVersion"]) == ([], "7.0")


@pytest.mark.parametrize(
    ("image", "code"),
    [
        ({"Bytes": b"GIF89a"}, "InvalidImageFormatException"),
        ({"Bytes": picture()[:100]}, "InvalidImageFormatException"),
        ({"Bytes": b"\xff\xd8\xff" + bytes(5 * 1024 * 1024)}, "ImageTooLargeException"),
        ({"Bytes": picture(size=(10_001, 60))}, "ImageTooLargeException"),
        ({"Bytes": picture(size=(20, 20))}, "InvalidParameterException"),
        ({"S3Object": {"Bucket": "photos", "Name": "n"}}, "InvalidS3ObjectException"),
    ],
)
def test_a_picture_that_the_service_would_refuse_is_refused(address: str, image: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as raised:
        rekognition(address).detect_text(Image=image)
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_an_operation_that_does_not_exist_is_refused(address: str) -> None:
    with pytest.raises(ClientError) as raised:
        rekognition(address).detect_faces(Image={"Bytes": picture()})
    assert raised.value.response["Error"]["Code"] == "UnknownOperationException"
