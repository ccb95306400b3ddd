"""The REST API of the review desk: list, read, claim, release and decide reviews."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from firstcontact.entrypoints.rest import Api, http
from firstcontact.identity.claims import require_group
from firstcontact.record import now
from firstcontact.review import desk, reading
from firstcontact.review.generations import latest
from firstcontact.review.records import MAX_PAGE_SIZE, PAGE_SIZE, Decision, Review, ReviewDetail, ReviewList

app = Api("Review desk")
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE, description="The length of a page.")]
Cursor = Annotated[str | None, Query(max_length=200, description="The cursor of the page before.")]


@app.get("/v1/reviews", summary="Waiting reviews, oldest first", tags=["reviews"])
def list_reviews(limit: Limit = PAGE_SIZE, cursor: Cursor = None) -> ReviewList:
    """A page of the open and claimed reviews, with shortened texts."""
    require_group(app.caller, "reviewer")
    return reading.read_page(app.services.reviews, now(), limit, cursor)


@app.get("/v1/reviews/<review_id>", summary="A whole review", tags=["reviews"])
def read_review(review_id: str) -> ReviewDetail:
    """A review with its conversation, customer, order and photos; the addresses of photos work for five minutes."""
    require_group(app.caller, "reviewer")
    return reading.read_detail(_latest(review_id), now(), app.services)


@app.post("/v1/reviews/<review_id>/claim", summary="Claim a review", tags=["reviews"])
def claim_review(review_id: str) -> Review:
    """Claim a review for 15 minutes, or renew the claim; while another reviewer holds it, the answer is 409."""
    reviewer, services = require_group(app.caller, "reviewer"), app.services
    return desk.claim(_latest(review_id), reviewer.subject, now(), services.cases, services.reviews)


@app.post("/v1/reviews/<review_id>/release", summary="Give a claim back", tags=["reviews"])
def release_review(review_id: str) -> Review:
    """Release a review, so that others can claim it at once."""
    reviewer = require_group(app.caller, "reviewer")
    return desk.release(_latest(review_id), reviewer.subject, now(), app.services.reviews)


@app.post("/v1/reviews/<review_id>/decision", summary="Approve, edit or reject", tags=["reviews"])
def decide_review(review_id: str, decision: Decision) -> Review:
    """Decide a claimed review; repeating the same decision has the same result and retries a failed resume."""
    reviewer = require_group(app.caller, "reviewer")
    decided = desk.decide(_latest(review_id), decision, reviewer.subject, now(), app.services)
    return desk.resume(decided, app.services)


def _latest(review_id: str) -> Review:
    review = latest(review_id, app.services.reviews)
    app.services.meter.concerns(review.case_id)
    return review


handler = http(app)
