"""A damage claim: an order's product, photos of it, and what they show."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from firstcontact.record import Instant, Record


class NewClaim(Record):
    """What a customer sends to open a claim."""

    order_id: str = Field(min_length=1, max_length=64)
    product_id: str = Field(min_length=1, max_length=64)
    description: str = Field(min_length=1, max_length=2000)


class Upload(Record):
    """Where and how a photo is posted: a form POST to ``url`` with ``fields`` first and the file last."""

    url: str
    fields: dict[str, str]


class OpenedClaim(Record):
    """The answer to a new claim."""

    claim_id: str
    case_id: str
    uploads: tuple[Upload, ...]


class ClaimState(StrEnum):
    """How far a claim has come."""

    WAITING_FOR_PHOTO = "waiting_for_photo"
    IN_REVIEW = "in_review"
    DECIDED = "decided"


class Finding(Record):
    """One thing learnt from a photo: its name, how it came out, how much that matters, and the evidence."""

    name: str
    state: str
    severity: Literal["info", "warning", "hard"]
    evidence: str = ""


class Label(Record):
    """Something seen in a photo, with the model's confidence in percent."""

    name: str
    confidence: float


class Inspection(Record):
    """What one photo showed."""

    image: str
    findings: tuple[Finding, ...]
    labels: tuple[Label, ...] = ()
    text: tuple[str, ...] = ()


class Claim(Record):
    """A claim from opening to decision. ``uploads`` names the object keys that a photo may have."""

    claim_id: str
    case_id: str
    customer_id: str
    order_id: str
    product_id: str
    description: str
    created_at: Instant
    state: ClaimState = ClaimState.WAITING_FOR_PHOTO
    uploads: tuple[str, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    decision: str | None = None
    decision_text: str = ""
    version: int = 0


class ClaimView(Record):
    """A claim as its customer may see it."""

    claim_id: str
    case_id: str
    state: ClaimState
    findings: tuple[Finding, ...]
    decision: str | None
    decision_text: str
