"""Damage claims: what may be claimed, and what a photo shows. A finding never decides; a person does."""

import io
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from firstcontact.errors import AgainstPolicy, Invalid
from firstcontact.model.action import Order, OrderLine
from firstcontact.model.claim import Claim, ClaimState, ClaimView, Finding, Inspection
from firstcontact.ports import PhotoAnalyzer

if TYPE_CHECKING:
    from PIL.Image import Image

REPORT_WINDOW = timedelta(days=14)
MAX_PHOTOS = 3
MAX_PIXELS = 40_000_000
MAX_SIDE = 2048  # what is sent on to be read
FORMATS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}


def claimable_line(order: Order, product_id: str, customer_id: str, at: datetime) -> OrderLine:
    """The order's line for this product, if its customer may claim damage now."""
    if order.customer_id != customer_id:
        raise AgainstPolicy(f"I can't find order {order.order_id} on your account.", code="order_not_found")
    line = next((line for line in order.lines if line.product_id == product_id), None)
    if line is None:
        raise AgainstPolicy(f"Order {order.order_id} holds no {product_id}.", code="product_not_in_order")
    if order.delivered_at is not None and at - order.delivered_at > REPORT_WINDOW:
        raise AgainstPolicy(
            f"Damage must be reported within {REPORT_WINDOW.days} days of delivery.", code="outside_report_window"
        )
    return line


def photo_keys(case_id: str, claim_id: str) -> tuple[str, ...]:
    """Where the photos of a claim go; the path names the case, so that even a failure finds it."""
    return tuple(f"claims/{case_id}/{claim_id}/{n}" for n in range(1, MAX_PHOTOS + 1))


def parse_photo_key(key: str) -> tuple[str, str]:
    """The case id and claim id in a photo's key."""
    match = re.fullmatch(r"claims/(case_\w{26})/(clm_\w{26})/[1-9]", key)
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


def inspect_photo(image: str, data: bytes, serials: Sequence[str], reader: PhotoAnalyzer) -> Inspection:
    """Look at one photo: is it a sound picture, what text and things are in it, does a serial number match?"""
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
    """Whether a serial number of the order stands in the photo."""
    seen = _plain(" ".join(text))
    match = next((number for number in serials if _plain(number) and _plain(number) in seen), None)
    if match:
        return Finding(name="serial", state="match", severity="info", evidence=match)
    return Finding(name="serial", state="not_found", severity="warning", evidence="no serial number of the order")


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def add_inspection(claim: Claim, inspection: Inspection) -> Claim:
    """The claim with one more inspected photo; looking at one again replaces, in its place, what was seen before."""
    seen = {kept.image: kept for kept in claim.inspections} | {inspection.image: inspection}
    state = claim.state if claim.state is ClaimState.DECIDED else ClaimState.IN_REVIEW
    return claim.model_copy(update={"inspections": tuple(seen.values()), "state": state})


def needs_person(claim: Claim, image: str) -> bool:
    """Whether this photo brings the claim to a person: the first one does, however often it is looked at."""
    return claim.state is not ClaimState.DECIDED and claim.inspections[0].image == image


def view_claim(claim: Claim) -> ClaimView:
    """The claim as its customer may see it."""
    findings = tuple(finding for inspection in claim.inspections for finding in inspection.findings)
    return ClaimView(
        claim_id=claim.claim_id,
        case_id=claim.case_id,
        state=claim.state,
        findings=findings,
        decision=claim.decision,
        decision_text=claim.decision_text,
    )
