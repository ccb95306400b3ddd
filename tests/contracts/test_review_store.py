"""Port ReviewStore: one review per case, listed in order, changed by one person at a time, never without a token."""

import base64
from functools import partial

import pytest
from firstcontact.cases.conversation import Status
from firstcontact.cases.ports import CaseStore
from firstcontact.errors import Conflict, Invalid, NotFound
from firstcontact.record import new_id
from firstcontact.review.ports import ReviewStore
from firstcontact.review.records import Review, ReviewState

from tests.contracts.racing import race
from tests.contracts.samples import a_case, a_review, at


def test_a_filed_review_comes_back_at_version_one(reviews: ReviewStore) -> None:
    review = a_review()
    assert reviews.put_new(review, "token") is True
    assert reviews.find(review.case_id) == review.model_copy(update={"version": 1})


def test_a_wait_is_filed_once(reviews: ReviewStore) -> None:
    review = a_review()
    reviews.put_new(review, "first")
    assert reviews.put_new(review, "first") is False
    assert reviews.put_new(review.model_copy(update={"draft": "other"}), "first") is False
    assert _kept(reviews, review).draft == review.draft
    assert reviews.task_tokens(review.case_id) == ("first",)


def test_a_new_wait_of_the_same_case_replaces_its_review(reviews: ReviewStore) -> None:
    first = _filed(reviews, 0, token="first")
    assert reviews.put_new(first.model_copy(update={"generation": 2, "draft": "other"}), "second") is True
    assert (_kept(reviews, first).generation, _kept(reviews, first).draft) == (2, "other")
    assert reviews.task_tokens(first.case_id) == ("first", "second")
    assert [review.generation for review in reviews.waiting(limit=10).reviews] == [2]


def test_an_earlier_wait_is_not_filed_again(reviews: ReviewStore) -> None:
    first = _filed(reviews, 0, token="first")
    reviews.put_new(first.model_copy(update={"generation": 2}), "second")
    assert reviews.put_new(_kept(reviews, first), "first") is False
    assert reviews.task_tokens(first.case_id)[-1] == "second"


def test_a_new_wait_does_not_replace_a_review_that_has_changed(reviews: ReviewStore) -> None:
    first = _filed(reviews, 0)
    reviews.put(first.model_copy(update={"claimed_by": "ana"}))
    with pytest.raises(Conflict):
        reviews.put_new(first.model_copy(update={"generation": 2}), "second")
    assert reviews.task_tokens(first.case_id) == ("token",)


def test_filed_by_many_at_once_a_review_is_new_to_one(reviews: ReviewStore) -> None:
    review = a_review()
    results = race([partial(reviews.put_new, review, f"token {n}") for n in range(6)])
    assert [result for result in results if result is True] == [True]
    assert all(isinstance(result, Conflict) for result in results if result is not True)
    assert reviews.task_tokens(review.case_id) == (f"token {results.index(True)}",)


def test_a_case_that_never_waited_has_no_review(reviews: ReviewStore) -> None:
    unknown = a_review()
    assert reviews.find(unknown.case_id) is None
    assert reviews.find("") is None
    assert reviews.task_tokens(unknown.case_id) == ()
    with pytest.raises(NotFound) as refusal:
        reviews.put(unknown)
    assert refusal.value.code == "review_not_found"


def test_open_and_claimed_reviews_wait_together_oldest_first(reviews: ReviewStore) -> None:
    filed = [_filed(reviews, minutes) for minutes in (3, 1, 2, 0, 4)]
    reviews.put(filed[0].model_copy(update={"state": ReviewState.CLAIMED, "claimed_by": "ana"}))
    reviews.put(filed[2].model_copy(update={"state": ReviewState.DECIDED}))
    reviews.put(filed[4].model_copy(update={"state": ReviewState.CLOSED}))
    page = reviews.waiting(limit=10)
    assert [(review.created_at, review.state) for review in page.reviews] == [
        (at(0), ReviewState.OPEN),
        (at(1), ReviewState.OPEN),
        (at(3), ReviewState.CLAIMED),
    ]
    assert page.cursor is None


def test_reviews_of_the_same_second_wait_in_order(reviews: ReviewStore) -> None:
    for minutes in (1 / 6000, 0, 1 / 12000):
        _filed(reviews, minutes)
    assert [review.created_at.microsecond for review in reviews.waiting(limit=10).reviews] == [0, 5000, 10000]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_show_every_review_once_even_those_of_the_same_moment(reviews: ReviewStore, limit: int) -> None:
    filed = [_filed(reviews, minutes) for minutes in (0, 1, 1, 1, 2)]
    shown, cursor, pages = list[Review](), None, 0
    while pages == 0 or cursor:
        page = reviews.waiting(limit=limit, cursor=cursor)
        assert len(page.reviews) <= limit
        shown, cursor, pages = [*shown, *page.reviews], page.cursor, pages + 1
    assert [review.created_at for review in shown] == [at(0), at(1), at(1), at(1), at(2)]
    assert {review.case_id for review in shown} == {review.case_id for review in filed}
    assert pages == -(-len(filed) // limit)


def test_a_page_goes_on_although_its_last_review_was_decided_meanwhile(reviews: ReviewStore) -> None:
    filed = [_filed(reviews, minutes) for minutes in range(4)]
    page = reviews.waiting(limit=2)
    reviews.put(filed[1].model_copy(update={"state": ReviewState.DECIDED}))
    following = reviews.waiting(limit=2, cursor=page.cursor)
    assert [review.created_at for review in following.reviews] == [at(2), at(3)]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "not a cursor",
        "ä",
        "=" * 8,
        base64.urlsafe_b64encode(b"2026-11-02").decode(),
        base64.urlsafe_b64encode("2026-11-02T08:00:00.000000+00:00#case_ü".encode()).decode(),
        base64.urlsafe_b64encode(b"decided#case_01KAQ2V8F0J3T9M4X6B7N5C1DE").decode(),
    ],
)
def test_another_text_is_no_cursor(reviews: ReviewStore, cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        reviews.waiting(limit=1, cursor=cursor)
    assert refusal.value.code == "invalid_cursor"


def test_a_review_changed_meanwhile_is_a_conflict(reviews: ReviewStore) -> None:
    read = _filed(reviews, 0)
    first = reviews.put(read.model_copy(update={"claimed_by": "ana"}))
    assert first.version == 2
    with pytest.raises(Conflict):
        reviews.put(read.model_copy(update={"claimed_by": "ben"}))
    assert _kept(reviews, read) == first


def test_of_many_who_claim_a_review_one_gets_it(reviews: ReviewStore) -> None:
    read = _filed(reviews, 0)
    claims = [read.model_copy(update={"state": ReviewState.CLAIMED, "claimed_by": str(n)}) for n in range(6)]
    results = race([partial(reviews.put, claim) for claim in claims])
    winners = [result for result in results if isinstance(result, Review)]
    assert len(winners) == 1
    assert _kept(reviews, read) == winners[0]


def test_a_review_and_its_case_are_decided_together(reviews: ReviewStore, cases: CaseStore) -> None:
    case = cases.put(a_case())
    review = _filed(reviews, 0, case_id=case.case_id)
    answered = case.model_copy(update={"status": Status.ANSWERED, "reviewed_by": "ana"})
    decided = reviews.decide(review.model_copy(update={"state": ReviewState.DECIDED}), answered)
    assert (decided.version, _kept(reviews, review)) == (2, decided)
    assert cases.get(case.case_id) == answered.model_copy(update={"version": 2})


@pytest.mark.parametrize("changed", ["case", "review"])
def test_a_decision_on_what_was_changed_meanwhile_writes_neither(
    reviews: ReviewStore, cases: CaseStore, changed: str
) -> None:
    case = cases.put(a_case())
    review = _filed(reviews, 0, case_id=case.case_id)
    if changed == "case":
        cases.put(case)
    else:
        reviews.put(review)
    before = (cases.get(case.case_id), _kept(reviews, review))
    with pytest.raises(Conflict):
        reviews.decide(review.model_copy(update={"state": ReviewState.DECIDED}), case)
    assert (cases.get(case.case_id), _kept(reviews, review)) == before


def test_of_many_who_decide_a_review_one_does(reviews: ReviewStore, cases: CaseStore) -> None:
    case = cases.put(a_case())
    review = _filed(reviews, 0, case_id=case.case_id)
    calls = [
        partial(reviews.decide, review, case.model_copy(update={"reviewed_by": f"reviewer {n}"})) for n in range(6)
    ]
    results = race(calls)
    (winner,) = [n for n, result in enumerate(results) if isinstance(result, Review)]
    assert cases.get(case.case_id).reviewed_by == f"reviewer {winner}"


def test_the_task_token_outlives_every_change_and_never_shows(reviews: ReviewStore) -> None:
    review = _filed(reviews, 0, token="AQC8AAAA-secret")
    decided = reviews.put(review.model_copy(update={"state": ReviewState.DECIDED}))
    assert reviews.task_tokens(review.case_id) == ("AQC8AAAA-secret",)
    assert "secret" not in decided.model_dump_json() + _kept(reviews, review).model_dump_json()


def _filed(reviews: ReviewStore, minutes: float, token: str = "token", case_id: str = "") -> Review:
    review = a_review(created_at=at(minutes), case_id=case_id or new_id("case"))
    reviews.put_new(review, token)
    return _kept(reviews, review)


def _kept(reviews: ReviewStore, review: Review) -> Review:
    kept = reviews.find(review.case_id)
    assert kept is not None
    return kept
