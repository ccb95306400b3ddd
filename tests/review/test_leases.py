"""A claim holds for 15 minutes, can be renewed and released, and passes to a colleague once it has expired."""

from datetime import timedelta

import pytest
from firstcontact.errors import Conflict
from firstcontact.review import desk
from firstcontact.review.reading import shown
from firstcontact.review.records import Decision, ReviewState

from tests.fakes.services import FakeServices
from tests.review.desk_steps import (
    APPROVE,
    EDIT,
    NOON,
    REJECT,
    claim,
    claimed,
    decide,
    file_review,
    kept,
    waiting_case,
)

LATER, EXPIRED = NOON + timedelta(minutes=14, seconds=59), NOON + timedelta(minutes=15)


def test_a_claim_says_until_when_it_holds(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    assert (review.claimed_by, review.claimed_until) == ("rosa", NOON + timedelta(minutes=15))


def test_claiming_again_renews_a_claim(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    renewed = claim(services, review, "rosa", LATER)
    assert renewed.claimed_until == LATER + timedelta(minutes=15)
    with pytest.raises(Conflict) as refused:
        claim(services, renewed, "sam", EXPIRED)
    assert refused.value.code == "claimed_by_another"


def test_while_a_claim_holds_nobody_else_gets_the_review(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    with pytest.raises(Conflict) as refused:
        claim(services, review, "sam", LATER)
    assert refused.value.code == "claimed_by_another"
    assert "12:15 UTC" in refused.value.remedy


def test_a_claim_that_has_expired_passes_to_a_colleague(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    taken = claim(services, review, "sam", EXPIRED)
    assert taken.claimed_by == "sam"
    with pytest.raises(Conflict) as refused:
        decide(services, taken, APPROVE, "rosa", EXPIRED)
    assert refused.value.code == "not_claimed"
    assert decide(services, taken, REJECT, "sam", EXPIRED).state is ReviewState.DECIDED


@pytest.mark.parametrize("decision", [APPROVE, EDIT, REJECT])
def test_deciding_needs_a_claim_that_holds(services: FakeServices, decision: Decision) -> None:
    review = claimed(services, waiting_case(services))
    with pytest.raises(Conflict) as refused:
        decide(services, review, decision, "rosa", EXPIRED)
    assert refused.value.code == "claim_expired"
    assert services.cases.get(review.case_id).reviewed_by is None
    again = claim(services, review, "rosa", EXPIRED)
    assert decide(services, again, decision, "rosa", EXPIRED).state is ReviewState.DECIDED


def test_a_decision_is_repeated_after_the_claim_as_well(services: FakeServices) -> None:
    decided = decide(services, claimed(services, waiting_case(services)), EDIT)
    assert decide(services, decided, EDIT, "rosa", EXPIRED) == decided


def test_a_released_review_is_free_at_once(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    free = desk.release(review, "rosa", NOON, services.reviews)
    assert (free.state, free.claimed_by, free.claimed_until) == (ReviewState.OPEN, None, None)
    assert claim(services, free, "sam").claimed_by == "sam"


def test_releasing_again_changes_nothing(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services))
    assert desk.release(review, "rosa", NOON, services.reviews) == review
    decided = decide(services, claim(services, review), EDIT)
    assert desk.release(decided, "rosa", NOON, services.reviews) == decided


def test_nobody_releases_a_colleague_s_claim_while_it_holds(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    with pytest.raises(Conflict) as refused:
        desk.release(review, "sam", LATER, services.reviews)
    assert refused.value.code == "claimed_by_another"
    assert desk.release(review, "sam", EXPIRED, services.reviews).claimed_by is None


def test_an_expired_claim_shows_as_open(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services))
    assert shown(review, LATER) == review
    open_again = shown(review, EXPIRED)
    assert (open_again.state, open_again.claimed_by, open_again.claimed_until) == (ReviewState.OPEN, None, None)
    assert kept(services, review) == review


def test_the_first_of_two_approvals_gives_the_claim_back(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services)).model_copy(update={"second_approval": "two people approve it"})
    first = decide(services, services.reviews.put(review), APPROVE)
    assert (first.state, first.claimed_until, first.approved_by) == (ReviewState.OPEN, None, "rosa")
