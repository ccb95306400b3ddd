"""Port ReviewStore: filed once, waiting in order, changed by one person at a time, and never without its token."""

from functools import partial

import pytest
from firstcontact.errors import Conflict, NotFound
from firstcontact.review.ports import ReviewStore
from firstcontact.review.records import Review, ReviewState

from tests.contracts.racing import race
from tests.contracts.samples import a_review, at


def test_a_filed_review_comes_back_at_version_one(reviews: ReviewStore) -> None:
    review = a_review()
    assert reviews.put_new(review, "token") is True
    assert reviews.get(review.review_id) == review.model_copy(update={"version": 1})


def test_a_review_is_filed_once(reviews: ReviewStore) -> None:
    review = a_review()
    reviews.put_new(review, "first")
    assert reviews.put_new(review, "first") is False
    assert reviews.put_new(review.model_copy(update={"draft": "other"}), "second") is False
    assert reviews.get(review.review_id).draft == review.draft
    assert reviews.task_token(review.review_id) == "first"


def test_filed_by_many_at_once_a_review_is_new_to_one(reviews: ReviewStore) -> None:
    review = a_review()
    results = race([partial(reviews.put_new, review, f"token {n}") for n in range(6)])
    assert sorted(map(bool, results)) == [False] * 5 + [True]
    assert reviews.task_token(review.review_id) == f"token {results.index(True)}"


def test_an_unknown_review_is_not_found(reviews: ReviewStore) -> None:
    unknown = a_review()
    for ask in (reviews.get, reviews.task_token):
        with pytest.raises(NotFound) as refusal:
            ask(unknown.review_id)
        assert refusal.value.code == "review_not_found"
    with pytest.raises((NotFound, Conflict)):
        reviews.put(unknown)


def test_open_and_claimed_reviews_wait_oldest_first(reviews: ReviewStore) -> None:
    filed = [_filed(reviews, minutes) for minutes in (3, 1, 2, 0)]
    reviews.put(filed[0].model_copy(update={"state": ReviewState.CLAIMED, "claimed_by": "ana"}))
    reviews.put(filed[2].model_copy(update={"state": ReviewState.DECIDED}))
    assert [(review.created_at, review.state) for review in reviews.waiting()] == [
        (at(0), ReviewState.OPEN),
        (at(1), ReviewState.OPEN),
        (at(3), ReviewState.CLAIMED),
    ]


def test_reviews_of_the_same_second_wait_in_order(reviews: ReviewStore) -> None:
    for minutes in (1 / 6000, 0, 1 / 12000):
        _filed(reviews, minutes)
    assert [review.created_at.microsecond for review in reviews.waiting()] == [0, 5000, 10000]


def test_no_more_reviews_are_listed_than_asked_for(reviews: ReviewStore) -> None:
    claimed = _filed(reviews, 1)
    reviews.put(claimed.model_copy(update={"state": ReviewState.CLAIMED}))
    for minutes in (4, 2, 3, 0):
        _filed(reviews, minutes)
    assert [review.created_at for review in reviews.waiting(limit=3)] == [at(0), at(1), at(2)]


def test_a_review_changed_meanwhile_is_a_conflict(reviews: ReviewStore) -> None:
    read = _filed(reviews, 0)
    first = reviews.put(read.model_copy(update={"claimed_by": "ana"}))
    assert first.version == 2
    with pytest.raises(Conflict):
        reviews.put(read.model_copy(update={"claimed_by": "ben"}))
    assert reviews.get(read.review_id) == first


def test_of_many_who_claim_a_review_one_gets_it(reviews: ReviewStore) -> None:
    read = _filed(reviews, 0)
    claims = [read.model_copy(update={"state": ReviewState.CLAIMED, "claimed_by": str(n)}) for n in range(6)]
    results = race([partial(reviews.put, claim) for claim in claims])
    winners = [result for result in results if isinstance(result, Review)]
    assert len(winners) == 1
    assert reviews.get(read.review_id) == winners[0]


def test_the_task_token_outlives_every_change_and_never_shows(reviews: ReviewStore) -> None:
    review = _filed(reviews, 0, token="AQC8AAAA-secret")
    decided = reviews.put(review.model_copy(update={"state": ReviewState.DECIDED}))
    assert reviews.task_token(review.review_id) == "AQC8AAAA-secret"
    assert "secret" not in decided.model_dump_json() + reviews.get(review.review_id).model_dump_json()


def _filed(reviews: ReviewStore, minutes: float, token: str = "token") -> Review:
    review = a_review(created_at=at(minutes))
    reviews.put_new(review, token)
    return reviews.get(review.review_id)
