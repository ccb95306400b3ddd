"""The review queue's reader: puts a waiting case on the desk."""

from firstcontact import reviewing
from firstcontact.entry import queue
from firstcontact.model.review import ReviewRequest
from firstcontact.recording import record_outcome
from firstcontact.services import Services


@queue(ReviewRequest)
def handler(request: ReviewRequest, services: Services) -> None:
    """File one case and record that it waits."""
    case = reviewing.enqueue(request, services, services.reviews)
    record_outcome(case, services.outcomes)
