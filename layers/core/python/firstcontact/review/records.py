"""A review: a case that waits for a person's decision."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from firstcontact.cases.case import Channel
from firstcontact.cases.conversation import Message
from firstcontact.claims.records import Finding
from firstcontact.knowledge.records import Source
from firstcontact.record import Instant, Record

PAGE_SIZE, MAX_PAGE_SIZE = 50, 100  # reviews


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
    """The state of a review; ``closed`` means that its case ended before anybody decided."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    CLOSED = "closed"

    @property
    def waiting(self) -> bool:
        """Whether somebody has to decide yet."""
        return self in (ReviewState.OPEN, ReviewState.CLAIMED)


class Review(Record):
    """A case's review as the desk shows it. Its task token is stored separately and never part of the record.

    A case has one review. Each wait of the workflow is a new ``generation`` of it, with an id of its own, and
    replaces the one before. ``created_at`` is when the case began to wait. ``claimed_by`` may decide until
    ``claimed_until``. ``second_approval`` says why two reviewers must approve, and is empty if one is enough;
    ``approved_by`` is the reviewer who approved first. ``unsettled``: the case's action may have been performed, so
    it can only be approved until its result is known. ``resumed_at`` is when the workflow went on with the decision.
    ``shortened``: texts were cut and sources left out, because this is an entry of a list.
    """

    review_id: str
    case_id: str
    channel: Channel
    question: str
    draft: str
    reason: str
    created_at: Instant
    generation: int = 1
    state: ReviewState = ReviewState.OPEN
    confidence: float | None = None
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    action: str | None = None
    claim_id: str | None = None
    claimed_by: str | None = None
    claimed_until: Instant | None = None
    second_approval: str = ""
    approved_by: str | None = None
    unsettled: bool = False
    decision: Decision | None = None
    decided_at: Instant | None = None
    resumed_at: Instant | None = None
    shortened: bool = False
    version: int = 0

    @property
    def needs_another_approval(self) -> bool:
        """Whether an approval by the reviewer who claimed it is only the first of two."""
        return bool(self.second_approval) and self.approved_by is None

    def holder(self, at: datetime) -> str | None:
        """The reviewer who may decide it at this moment; None once a claim has expired."""
        if self.claimed_until is None or self.claimed_until <= at:
            return None
        return self.claimed_by


class ReviewPhoto(Record):
    """A photo of a claim: its object key, and the address where it can be seen for some minutes.

    ``replaced``: it was uploaded again after its inspection, so the findings are about another picture.
    """

    image: str
    url: str
    replaced: bool = False


class ReviewDetail(Review):
    """A review with everything that a reviewer needs to decide: whose case it is and what was said and shown.

    ``conversation`` has the latest turns, oldest first. ``order_id`` is the order that the plan, the claim or the
    question names.
    """

    customer_id: str | None = None
    order_id: str | None = None
    conversation: tuple[Message, ...] = ()
    photos: tuple[ReviewPhoto, ...] = ()


class ReviewList(Record):
    """A page of the waiting reviews, oldest first; ``cursor`` asks for the next page and is None on the last one."""

    reviews: tuple[Review, ...]
    cursor: str | None = None


class ReviewRequest(Record):
    """The workflow's message to the review queue: the case, the reason, and the token that resumes the workflow."""

    case_id: str
    task_token: str
    reason: str
