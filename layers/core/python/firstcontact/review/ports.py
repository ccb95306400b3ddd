"""The port of the review desk: its store."""

from typing import Protocol

from firstcontact.review.records import Review


class ReviewStore(Protocol):
    """Stores reviews. Task tokens are stored with them and are only read to resume the workflow."""

    def put_new(self, review: Review, task_token: str) -> bool:
        """Store the review unless it exists; returns whether it was new."""

    def get(self, review_id: str) -> Review:
        """The review; raises ``NotFound`` if it does not exist."""

    def waiting(self, *, limit: int = 500) -> list[Review]:
        """Open and claimed reviews, oldest first."""

    def put(self, review: Review) -> Review:
        """Write the review if nobody has changed it since it was read; returns it with its next version."""

    def task_token(self, review_id: str) -> str:
        """The token that resumes the workflow that waits for this review."""
