"""The ids of a case's reviews: each names its case and its generation."""

import re

from firstcontact.errors import Conflict, NotFound
from firstcontact.review.ports import ReviewStore
from firstcontact.review.records import Review

_ID = re.compile(r"rev_(\w{26})(?:-([1-9]\d{0,5}))?")


def review_id(case_id: str, generation: int) -> str:
    """The id of one generation of a case's review: ``rev_01J…``, later ``rev_01J…-2``."""
    first = f"rev_{case_id.removeprefix('case_')}"
    return first if generation == 1 else f"{first}-{generation}"


def latest(wanted: str, reviews: ReviewStore) -> Review:
    """The review with this id; ``Conflict`` if a later one has replaced it, ``NotFound`` if it never existed."""
    named = _ID.fullmatch(wanted)
    review = reviews.find(f"case_{named[1]}") if named else None
    if named is None or review is None or int(named[2] or 1) > review.generation:
        raise NotFound("there is no such review", code="review_not_found")
    if review.review_id != wanted:
        raise Conflict(
            "a later review of the same case has replaced this one",
            code="review_replaced",
            remedy=f"Read and decide {review.review_id} instead.",
        )
    return review
