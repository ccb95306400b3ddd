"""A review: a case that waits for a person's decision."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from firstcontact.cases.case import Channel
from firstcontact.claims.records import Finding
from firstcontact.knowledge.records import Source
from firstcontact.record import Instant, Record


class Choice(StrEnum):
    """The decisions a reviewer can make."""

    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"


class Decision(Record):
    """A reviewer's decision; an edit includes the text to send."""

    decision: Choice
    text: str | None = Field(default=None, min_length=1, max_length=8192)
    reason: str | None = Field(default=None, max_length=1000)

    @model_validator(mode="after")
    def _an_edit_brings_its_text(self) -> Self:
        if self.decision is Choice.EDIT and not (self.text or "").strip():
            raise ValueError("an edit needs the text to send")
        return self


class ReviewState(StrEnum):
    """The state of a review."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"


class Review(Record):
    """A review as the review desk shows it. Its task token is stored separately and never part of the record.

    ``second_approval`` says why two reviewers must approve, and is empty if one is enough; ``approved_by`` is the
    reviewer who approved first.
    """

    review_id: str
    case_id: str
    channel: Channel
    question: str
    draft: str
    reason: str
    created_at: Instant
    state: ReviewState = ReviewState.OPEN
    confidence: float | None = None
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    action: str | None = None
    claim_id: str | None = None
    claimed_by: str | None = None
    second_approval: str = ""
    approved_by: str | None = None
    decision: Decision | None = None
    decided_at: Instant | None = None
    version: int = 0

    @property
    def needs_another_approval(self) -> bool:
        """Whether an approval by the reviewer who claimed it is only the first of two."""
        return bool(self.second_approval) and self.approved_by is None


class ReviewList(Record):
    """The reviews that wait at the desk, oldest first."""

    reviews: tuple[Review, ...]


class ReviewRequest(Record):
    """The workflow's message to the review queue: the case, the reason, and the token that resumes the workflow."""

    case_id: str
    task_token: str
    reason: str
