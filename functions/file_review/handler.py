"""Reads the review queue and adds waiting cases to the review desk."""

from firstcontact.cases.outcomes import record_outcome
from firstcontact.entrypoints.tasks import queue
from firstcontact.review import desk
from firstcontact.review.records import ReviewRequest
from firstcontact.services import Services


@queue(ReviewRequest)
def handler(request: ReviewRequest, services: Services) -> None:
    """Enqueue one case and record that it is waiting."""
    case = desk.enqueue(request, services, services.reviews)
    record_outcome(case, services.outcomes)
