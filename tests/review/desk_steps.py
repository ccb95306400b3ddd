"""Steps of a review: a case that waits, filed, claimed and decided."""

from datetime import UTC, datetime
from typing import Any

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.review import desk
from firstcontact.review.filing import enqueue
from firstcontact.review.records import Choice, Decision, Review, ReviewRequest

from tests.examples import a_case, a_draft, a_passage
from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices

TOKEN = "task-token-of-the-wait"
APPROVE = Decision(decision=Choice.APPROVE)
EDIT = Decision(decision=Choice.EDIT, text="Written by Rosa.")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
REJECT = Decision(decision=Choice.REJECT, reason="wrong")


def waiting_case(services: FakeServices, **more: Any) -> Case:
    """A case with a draft that waits for a person."""
    given: dict[str, Any] = {
        "status": Status.IN_REVIEW,
        "text": DELIVERY,
        "passages": (a_passage(),),
        "draft": a_draft(),
        **more,
    }
    return services.cases.put(a_case(**given))


def file_review(services: FakeServices, case: Case, token: str = TOKEN) -> Review:
    """The case's review, once a wait with this token was filed."""
    enqueue(ReviewRequest(case_id=case.case_id, task_token=token, reason="not sure enough"), services)
    return kept(services, case)


def kept(services: FakeServices, case: Case | Review) -> Review:
    """The case's review as it is stored now."""
    review = services.reviews.find(case.case_id)
    assert review is not None
    return review


def claim(services: FakeServices, review: Review, reviewer: str = "rosa", at: datetime = NOON) -> Review:
    """The review, claimed."""
    return desk.claim(review, reviewer, at, services.cases, services.reviews)


def claimed(services: FakeServices, case: Case, reviewer: str = "rosa") -> Review:
    """The case's review, filed and claimed."""
    return claim(services, file_review(services, case), reviewer)


def decide(
    services: FakeServices, review: Review, decision: Decision, reviewer: str = "rosa", at: datetime = NOON
) -> Review:
    """The review, decided."""
    return desk.decide(review, decision, reviewer, at, services)
