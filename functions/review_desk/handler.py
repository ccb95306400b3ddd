"""The REST API of the review desk: list, claim and decide reviews."""

from firstcontact.entrypoints.rest import Api, http
from firstcontact.identity.claims import require_group
from firstcontact.review import desk
from firstcontact.review.records import Decision, Review, ReviewList

app = Api("Review desk")


@app.get("/v1/reviews", summary="Waiting reviews, oldest first", tags=["reviews"])
def list_reviews() -> ReviewList:
    """Open and claimed reviews."""
    require_group(app.caller, "reviewer")
    return desk.waiting(app.services.reviews, app.services.claims)


@app.post("/v1/reviews/<review_id>/claim", summary="Claim a review", tags=["reviews"])
def claim_review(review_id: str) -> Review:
    """Claim a review; if another reviewer has claimed it, the answer is 409."""
    reviewer, services = require_group(app.caller, "reviewer"), app.services
    review = services.reviews.get(review_id)
    services.meter.concerns(review.case_id)
    return desk.claim(review, reviewer.subject, services.reviews)


@app.post("/v1/reviews/<review_id>/decision", summary="Approve, edit or reject", tags=["reviews"])
def decide_review(review_id: str, decision: Decision) -> Review:
    """Decide a claimed review; repeating the same decision has the same result and retries a failed resume."""
    reviewer, services = require_group(app.caller, "reviewer"), app.services
    review = services.reviews.get(review_id)
    services.meter.concerns(review.case_id)
    decided = desk.decide(review, decision, reviewer.subject, services.shop, services.cases, services.reviews)
    desk.resume(decided, services.workflow, services.cases, services.reviews)
    return decided


handler = http(app)
