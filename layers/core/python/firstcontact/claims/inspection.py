"""Inspection of a claim's photo."""

import re
from collections.abc import Sequence

from firstcontact.claims.photos import decode_photo, encode_photo
from firstcontact.claims.ports import PhotoAnalyzer
from firstcontact.claims.records import Finding, Inspection
from firstcontact.errors import Invalid


def inspect_photo(image: str, data: bytes, serials: Sequence[str], reader: PhotoAnalyzer) -> Inspection:
    """Inspect one photo: whether it can be decoded, its text and labels, and whether a serial number matches."""
    try:
        clean = encode_photo(decode_photo(data))
    except Invalid as error:
        return Inspection(
            image=image, findings=(Finding(name="decodes", state=error.code, severity="hard", evidence=error.detail),)
        )
    text, labels = reader.text(clean), reader.labels(clean)
    found = (Finding(name="decodes", state="ok", severity="info"), find_serial(text, serials))
    return Inspection(image=image, findings=found, labels=tuple(labels), text=tuple(text))


def find_serial(text: Sequence[str], serials: Sequence[str]) -> Finding:
    """Look for one of the order's serial numbers in the photo's text."""
    seen = _plain(" ".join(text))
    match = next((number for number in serials if _plain(number) and _plain(number) in seen), None)
    if match:
        return Finding(name="serial", state="match", severity="info", evidence=match)
    return Finding(name="serial", state="not_found", severity="warning", evidence="no serial number of the order")


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
