"""What the review desk needs from outside: its store."""

from typing import Protocol

from firstcontact.review.records import Review


class ReviewStore(Protocol):
    """Where reviews wait. Task tokens go in and come out only for the resume."""

    def put_new(self, review: Review, task_token: str) -> bool:
        """Keep it unless it is there already; returns whether it was new."""

    def get(self, review_id: str) -> Review:
        """The review; ``NotFound`` if there is none."""

    def waiting(self, *, limit: int = 500) -> list[Review]:
        """Reviews that are open or claimed, oldest first."""

    def put(self, review: Review) -> Review:
        """Write it if nobody else did since it was read; returns it with its next version."""

    def task_token(self, review_id: str) -> str:
        """The token that resumes the workflow which waits for this review."""
