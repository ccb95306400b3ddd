"""Reads the review queue and adds waiting cases to the review desk."""

from firstcontact.cases.outcomes import record_outcome
from firstcontact.entrypoints.tasks import queue
from firstcontact.review.filing import enqueue
from firstcontact.review.records import ReviewRequest
from firstcontact.services import Services


@queue(ReviewRequest)
def handler(request: ReviewRequest, services: Services) -> None:
    """Enqueue one case and record that it is waiting."""
    record_outcome(enqueue(request, services), services.outcomes)
