"""Photos of a claim: where they go, and how they are decoded safely."""

import io
import re
from typing import TYPE_CHECKING

from firstcontact.errors import Invalid

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 40_000_000
MAX_SIDE = 2048  # what is sent on to be read
FORMATS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}


def photo_keys(case_id: str, claim_id: str, count: int) -> tuple[str, ...]:
    """Where the photos of a claim go; the path names the case, so that even a failure finds it."""
    return tuple(f"claims/{case_id}/{claim_id}/{n}" for n in range(1, count + 1))


def parse_photo_key(key: str) -> tuple[str, str]:
    """The case id and claim id in a photo's key."""
    match = re.fullmatch(r"claims/(case_\w{26})/(clm_\w{26})/[1-9]\d?", key)
    if match is None:
        raise Invalid(f"{key!r} is no photo of a claim", code="unknown_photo")
    return match[1], match[2]


def decode_photo(data: bytes) -> "Image":
    """The picture, decoded only after its magic bytes and pixel count were checked, without its metadata."""
    from PIL import Image, UnidentifiedImageError

    kind = next((name for name, magic in FORMATS.items() if data.startswith(magic)), None)
    if kind is None:
        raise Invalid(
            "the file is neither a JPEG nor a PNG", code="not_a_picture", remedy="Send a JPEG or PNG photo."
        )
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Invalid("the picture has more than 40 million pixels", code="too_many_pixels")
            picture.load()
            clean = picture.convert("RGB")
            clean.info = {}
            return clean
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid("the picture is broken", code="broken_picture", remedy="Take the photo again.") from error


def encode_photo(picture: "Image") -> bytes:
    """A JPEG of at most 2048 pixels a side, for reading: no metadata, whatever the upload carried."""
    copy = picture.copy()
    copy.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=90)
    return out.getvalue()
