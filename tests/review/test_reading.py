"""What reviewers read: pages that stay small whatever customers write, and one review with nothing left out."""

import json
from datetime import timedelta

import pytest
from firstcontact.cases.case import Channel
from firstcontact.cases.conversation import Heading, Message, Status
from firstcontact.claims.photos import photo_keys
from firstcontact.claims.records import Claim, Finding, Inspection
from firstcontact.record import new_id, now
from firstcontact.review import reading
from firstcontact.review.records import Review, ReviewDetail

from tests.examples import a_case, a_passage, a_refund
from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.fakes.systems import ADA
from tests.review.desk_steps import NOON, claimed, file_review, kept, waiting_case

MEGABYTE = 1_000_000


def _listed(services: FakeServices, limit: int = 50) -> list[Review]:
    """Every review, page by page; no page may be larger than a megabyte, however its characters are escaped."""
    shown, cursor = list[Review](), None
    while True:
        page = reading.read_page(services.reviews, NOON, limit, cursor)
        assert len(json.dumps(page.model_dump(mode="json"))) < MEGABYTE
        shown, cursor = [*shown, *page.reviews], page.cursor
        if cursor is None:
            return shown


@pytest.mark.parametrize("character", ["a", "ü", "漢", "📦", '"', "\n"])
def test_many_long_tickets_fit_into_small_pages(services: FakeServices, character: str) -> None:
    text = character * 60_000
    filed = set()
    for _ in range(110):
        case = waiting_case(services).model_copy(update={"question": text, "text": text})
        filed.add(file_review(services, services.cases.put(case)).case_id)
    shown = _listed(services, limit=100)
    assert {review.case_id for review in shown} == filed
    assert all(review.shortened and len(review.question) == len(review.draft) == 240 for review in shown)


def test_a_short_review_is_listed_whole(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services, passages=()))
    assert _listed(services) == [review]
    assert review.shortened is False


def test_the_sources_of_a_draft_are_left_to_the_whole_review(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services))
    (listed,) = _listed(services)
    assert (listed.sources, listed.shortened) == ((), True)
    assert _read(services, review).sources == review.sources != ()


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_what_waits_is_shown_oldest_first_and_none_is_left_out(services: FakeServices, limit: int) -> None:
    reviews = [file_review(services, waiting_case(services)) for _ in range(3)]
    for n, review in enumerate(reversed(reviews)):
        services.reviews.put(review.model_copy(update={"created_at": now() - timedelta(hours=n)}))
    assert [review.case_id for review in _listed(services, limit)] == [review.case_id for review in reviews]


def _read(services: FakeServices, review: Review) -> ReviewDetail:
    return reading.read_detail(kept(services, review), NOON, services)


def test_a_whole_review_says_whose_case_it_is_and_which_order_it_is_about(services: FakeServices) -> None:
    review = claimed(services, waiting_case(services, plan=a_refund("1017")))
    detail = _read(services, review)
    assert (detail.customer_id, detail.order_id) == (ADA, "1017")
    assert detail.model_dump(include=set(Review.model_fields)) == review.model_dump()


@pytest.mark.parametrize(
    ("question", "order_id"),
    [
        ("Where is order 1042?", "1042"),
        ("orders 1042 and 1017, please", "1042"),
        ("My order never came.", None),
        ("I was born in 1987.", None),
    ],
)
def test_without_a_plan_the_question_names_the_order(
    services: FakeServices, question: str, order_id: str | None
) -> None:
    review = file_review(services, waiting_case(services, question=question))
    assert _read(services, review).order_id == order_id


@pytest.mark.parametrize("turns", [1, 20, 21, 50])
def test_a_whole_review_shows_the_latest_twenty_turns(services: FakeServices, turns: int) -> None:
    case = a_case(text=DELIVERY, status=Status.IN_REVIEW, passages=(a_passage(),))
    said = [
        Message(message_id=f"msg_{n:026}", case_id=case.case_id, role="customer", text=f"turn {n}", at=now())
        for n in range(turns)
    ]
    heading = Heading(conversation_id=case.conversation_id, title="a talk", opened_at=now())
    review = file_review(services, services.case_transaction.write(case, *said, opens=heading))
    shown = [message.text for message in _read(services, review).conversation]
    assert shown == [f"turn {n}" for n in range(turns)[-20:]]


def test_a_ticket_has_no_conversation(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services, channel=Channel.ZENDESK, ticket_id="7", customer_id=None))
    assert (_read(services, review).conversation, _read(services, review).customer_id) == ((), None)


def _claim_case(services: FakeServices) -> Review:
    case_id, claim_id = new_id("case"), new_id("clm")
    claim = Claim(
        claim_id=claim_id,
        case_id=case_id,
        customer_id=ADA,
        order_id="1017",
        product_id="GUL-LITE",
        description="It is broken",
        created_at=now(),
        uploads=photo_keys(case_id, claim_id, 3),
    )
    services.claims.put(claim)
    return file_review(services, waiting_case(services, case_id=case_id, channel=Channel.CLAIM, claim_id=claim_id))


def test_a_claim_s_review_shows_its_photos_and_those_alone(services: FakeServices) -> None:
    review = _claim_case(services)
    claim = services.claims.get(str(review.claim_id))
    for key in (*claim.uploads[:2], "claims/case_other/clm_other/1"):
        services.bucket.objects[key] = b"a photo"
    detail = _read(services, review)
    assert detail.order_id == "1017"
    assert [photo.image for photo in detail.photos] == list(claim.uploads[:2])
    assert all("signed" in photo.url for photo in detail.photos)


@pytest.mark.parametrize(("inspected", "replaced"), [(b"a photo", False), (b"another photo", True), (None, False)])
def test_a_photo_that_was_uploaded_again_after_its_inspection_is_marked(
    services: FakeServices, inspected: bytes | None, replaced: bool
) -> None:
    review = _claim_case(services)
    claim = services.claims.get(str(review.claim_id))
    if inspected is not None:
        services.bucket.objects[claim.uploads[0]] = inspected
        version = services.photos.read(claim.uploads[0]).version
        seen = Inspection(image=claim.uploads[0], version=version, findings=())
        services.claims.put(claim.model_copy(update={"inspections": (seen,)}))
    services.bucket.objects[claim.uploads[0]] = b"a photo"
    assert [photo.replaced for photo in _read(services, review).photos] == [replaced]


def test_a_later_photo_joins_the_review_of_its_claim(services: FakeServices) -> None:
    review = _claim_case(services)
    claim = services.claims.get(str(review.claim_id))
    found = Finding(name="serial", state="match", severity="info")
    services.claims.put(
        claim.model_copy(update={"inspections": (Inspection(image=claim.uploads[0], findings=(found,)),)})
    )
    assert (review.findings, _read(services, review).findings) == ((), (found,))


def test_a_whole_review_says_what_is_known_of_the_money_now(services: FakeServices) -> None:
    review = file_review(services, waiting_case(services, plan=a_refund(), unsettled=True))
    case = services.cases.get(review.case_id)
    services.cases.put(case.model_copy(update={"unsettled": False}))
    assert (review.unsettled, _read(services, review).unsettled) == (True, False)
