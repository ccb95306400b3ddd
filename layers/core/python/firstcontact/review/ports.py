"""The ports of the review desk: its store, and the services that it needs."""

from typing import Protocol

from firstcontact.cases.case import Case
from firstcontact.channels.ports import DeliveryServices
from firstcontact.claims.ports import PhotoStore
from firstcontact.resolution.ports import Workflow
from firstcontact.review.records import PAGE_SIZE, Review, ReviewList


class ReviewStore(Protocol):
    """Stores one review per case. Task tokens are stored with them and are only read to resume the workflow."""

    def find(self, case_id: str) -> Review | None:
        """The case's review in its latest generation; None if the case never waited."""

    def put_new(self, review: Review, task_token: str) -> bool:
        """Store a new generation unless its token is among ``task_tokens``; returns whether it was new.

        ``version`` is that of the generation that it replaces, 0 if there is none; ``Conflict`` if that has changed.
        """

    def put(self, review: Review) -> Review:
        """Write the review if nobody has changed it since it was read; returns it with its next version."""

    def decide(self, review: Review, case: Case) -> Review:
        """Write a review as ``put`` does, together with the case as its decision leaves it, or neither of them."""

    def waiting(self, *, limit: int = PAGE_SIZE, cursor: str | None = None) -> ReviewList:
        """Up to ``limit`` open and claimed reviews, oldest first, from the cursor on; ``Invalid`` if it is none."""

    def task_tokens(self, case_id: str) -> tuple[str, ...]:
        """The tokens that resume the waits of the case's latest generations, the latest one last."""


class DeskServices(DeliveryServices, Protocol):
    """The services of the review desk."""

    @property
    def reviews(self) -> ReviewStore: ...
    @property
    def photos(self) -> PhotoStore: ...
    @property
    def workflow(self) -> Workflow: ...
