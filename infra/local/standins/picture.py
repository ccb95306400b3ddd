"""Reads the picture of a Rekognition call, with the service's limits and errors."""

import base64
import binascii
import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from infra.local.standins.aws_error import aws_error

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS_PER_SIDE = 10_000
LEAST_PIXELS_A_SIDE = 50
_MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


def picture_in(request: dict[str, Any]) -> Image.Image:
    """The decoded picture; only bytes in the request are supported, not objects in buckets."""
    image = request.get("Image")
    if not isinstance(image, dict):
        raise aws_error(400, "InvalidParameterException", "Request has invalid parameters")
    if "Bytes" not in image:
        raise aws_error(400, "InvalidS3ObjectException", "Unable to get object metadata from S3")
    try:
        data = base64.b64decode(image["Bytes"], validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise aws_error(400, "InvalidParameterException", "Request has invalid parameters") from error
    if len(data) > MAX_BYTES:
        raise aws_error(400, "ImageTooLargeException", "Image size is too large")
    return _decoded(data)


def _decoded(data: bytes) -> Image.Image:
    kind = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    if kind is None:
        raise aws_error(400, "InvalidImageFormatException", "Request has invalid image format")
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            if max(picture.size) > MAX_PIXELS_PER_SIDE:
                raise aws_error(400, "ImageTooLargeException", "Image dimensions are too large")
            if min(picture.size) < LEAST_PIXELS_A_SIDE:
                raise aws_error(400, "InvalidParameterException", "Request has invalid parameters")
            return picture.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise aws_error(400, "InvalidImageFormatException", "Request has invalid image format") from error
