"""A damage claim: the product of an order, photos of it, and what they show."""

from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field

from firstcontact.record import Instant, Record


class NewClaim(Record):
    """A customer's request to open a claim."""

    order_id: str = Field(min_length=1, max_length=64)
    product_id: str = Field(min_length=1, max_length=64)
    description: str = Field(min_length=1, max_length=2000)


class Upload(Record):
    """How to upload a photo: a form POST to ``url`` with ``fields`` first and the file last."""

    url: str
    fields: dict[str, str]


class Photo(NamedTuple):
    """The bytes of an uploaded photo; another upload to the same key has another version."""

    data: bytes
    version: str


class PhotoLink(Record):
    """An uploaded photo: its object key, its version, and an address where it can be seen for some minutes."""

    key: str
    version: str
    url: str


class OpenedClaim(Record):
    """The response to a new claim."""

    claim_id: str
    case_id: str
    uploads: tuple[Upload, ...]


class ClaimState(StrEnum):
    """The state of a claim."""

    WAITING_FOR_PHOTO = "waiting_for_photo"
    IN_REVIEW = "in_review"
    DECIDED = "decided"


class Finding(Record):
    """One result of a photo's inspection: its name, state, severity and evidence."""

    name: str
    state: str
    severity: Literal["info", "warning", "hard"]
    evidence: str = ""


class Label(Record):
    """Something a model recognised in a photo, with its confidence in percent."""

    name: str
    confidence: float


class Inspection(Record):
    """The results of inspecting one photo: its object key, and the version that was inspected."""

    image: str
    version: str = ""
    findings: tuple[Finding, ...]
    labels: tuple[Label, ...] = ()
    text: tuple[str, ...] = ()


class Claim(Record):
    """A claim from opening to decision. ``uploads`` lists the object keys reserved for its photos.

    Each photo that arrives is an execution of the claim workflow; ``review_execution`` is the one that brings the
    claim to a person, empty before the first photo.
    """

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
    review_execution: str = ""
    decision: str | None = None
    decision_text: str = ""
    version: int = 0


class ClaimView(Record):
    """The part of a claim that its customer may see."""

    claim_id: str
    case_id: str
    state: ClaimState
    findings: tuple[Finding, ...]
    decision: str | None
    decision_text: str
