"""Photos of a claim: their object keys, and how to decode them safely."""

import io
import re
from typing import TYPE_CHECKING

from firstcontact.errors import Invalid

if TYPE_CHECKING:
    from PIL.Image import Image

CLAIM_PHOTOS = "claims/"  # prefix of the photos in the uploads bucket
MAX_PIXELS = 40_000_000
MAX_SIDE = 2048  # pixels; the size of the copy that is analysed
FORMATS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}


def photo_keys(case_id: str, claim_id: str, count: int) -> tuple[str, ...]:
    """The object keys of a claim's photos; they contain the case id, so that the error path finds the case, too."""
    return tuple(f"{photo_folder(case_id, claim_id)}{n}" for n in range(1, count + 1))


def photo_folder(case_id: str, claim_id: str) -> str:
    """The prefix of the object keys of a claim's photos."""
    return f"{CLAIM_PHOTOS}{case_id}/{claim_id}/"


def parse_photo_key(key: str) -> tuple[str, str]:
    """The case id and claim id in a photo's key."""
    match = re.fullmatch(rf"{CLAIM_PHOTOS}(case_\w{{26}})/(clm_\w{{26}})/[1-9]\d?", key)
    if match is None:
        raise Invalid(f"{key!r} is not the key of a claim photo", code="unknown_photo")
    return match[1], match[2]


def decode_photo(data: bytes) -> "Image":
    """Decode a photo without its metadata, after checking its magic bytes and pixel count; raises ``Invalid``."""
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
        raise Invalid("the picture is damaged", code="broken_picture", remedy="Take the photo again.") from error


def encode_photo(picture: "Image") -> bytes:
    """A JPEG for analysis: at most 2048 pixels a side, without the upload's metadata."""
    copy = picture.copy()
    copy.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=90)
    return out.getvalue()
