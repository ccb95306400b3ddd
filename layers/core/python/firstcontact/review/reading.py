"""What reviewers read: a page of the list, and one review with everything that belongs to it."""

from datetime import datetime

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Message
from firstcontact.cases.ports import ConversationStore
from firstcontact.claims.lifecycle import findings_of
from firstcontact.claims.photos import photo_folder
from firstcontact.claims.ports import PhotoStore
from firstcontact.claims.records import Claim
from firstcontact.errors import NotFound
from firstcontact.review.ports import DeskServices, ReviewStore
from firstcontact.review.records import PAGE_SIZE, Review, ReviewDetail, ReviewList, ReviewPhoto, ReviewState
from firstcontact.shop import order_numbers
from firstcontact.shop.published import PublishedShop

MAX_LISTED_CHARS = 240  # of each text in a list
MAX_TURNS = 20
_TEXTS = ("question", "draft", "reason", "second_approval")


def read_page(reviews: ReviewStore, at: datetime, limit: int = PAGE_SIZE, cursor: str | None = None) -> ReviewList:
    """A page of the reviews that wait, with shortened texts: 100 of them stay far below Lambda's limit of 6 MB."""
    page = reviews.waiting(limit=limit, cursor=cursor)
    return page.model_copy(update={"reviews": tuple(_shortened(shown(review, at)) for review in page.reviews)})


def shown(review: Review, at: datetime) -> Review:
    """The review as it is at this moment: a claim that has expired shows as open."""
    if review.state is ReviewState.CLAIMED and review.holder(at) is None:
        return review.model_copy(update={"state": ReviewState.OPEN, "claimed_by": None, "claimed_until": None})
    return review


def _shortened(review: Review) -> Review:
    cut: dict[str, object] = {
        name: f"{text[: MAX_LISTED_CHARS - 1]}…"
        for name in _TEXTS
        if len(text := str(getattr(review, name))) > MAX_LISTED_CHARS
    }
    if review.sources:
        cut["sources"] = ()
    return review.model_copy(update={**cut, "shortened": True}) if cut else review


def read_detail(review: Review, at: datetime, services: DeskServices) -> ReviewDetail:
    """The review, the latest turns of its conversation, its customer and order, and the photos of its claim."""
    case = services.cases.get(review.case_id)
    claim = services.claims.get(case.claim_id) if case.claim_id else None
    return ReviewDetail.model_validate(
        {
            **dict(shown(review, at)),
            "findings": findings_of(claim) if claim else (),
            "unsettled": case.unsettled,
            "customer_id": case.customer_id,
            "order_id": _order_of(case, claim, services.shop),
            "conversation": _latest_turns(case.conversation_id, services.conversations),
            "photos": _photos_of(claim, services.photos) if claim else (),
        }
    )


def _order_of(case: Case, claim: Claim | None, shop: PublishedShop) -> str | None:
    """The order that the plan, the claim or else the question names."""
    if case.plan is not None:
        return case.plan.target
    if claim is not None:
        return claim.order_id
    found = order_numbers.find(case.question, shop.profile.order_patterns)
    return found[0].id if found else None


def _photos_of(claim: Claim, photos: PhotoStore) -> tuple[ReviewPhoto, ...]:
    inspected = {inspection.image: inspection.version for inspection in claim.inspections}
    links = photos.links(photo_folder(claim.case_id, claim.claim_id))
    return tuple(
        ReviewPhoto(image=link.key, url=link.url, replaced=inspected.get(link.key, link.version) != link.version)
        for link in links
    )


def _latest_turns(conversation_id: str, conversations: ConversationStore) -> tuple[Message, ...]:
    try:
        return conversations.get(conversation_id, limit=MAX_TURNS).messages
    except NotFound:  # a ticket or a claim has no conversation of its own
        return ()
