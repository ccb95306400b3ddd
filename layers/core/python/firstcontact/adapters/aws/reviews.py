"""Reviews in DynamoDB: one item per case, which each new generation overwrites."""

import json
from collections.abc import Sequence

from firstcontact.adapters.aws.dynamodb import Item, Table, write_together
from firstcontact.adapters.aws.stores import case_item
from firstcontact.adapters.aws.tables import BY_STATE
from firstcontact.cases.case import Case
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound
from firstcontact.review.cursor import after, position, position_of
from firstcontact.review.records import PAGE_SIZE, Review, ReviewList

WAITING = "waiting"  # the state of open and claimed reviews in the index; reviews in other states are not in it
MAX_TOKENS = 12  # kept for each case: more than the waits that one execution can begin


class DynamoReviews:
    """Implements ``ReviewStore``; those that wait are in an index by the time since which they wait."""

    def __init__(self, reviews: Table, cases: Table, meter: Metering) -> None:
        self._reviews, self._cases, self._meter = reviews, cases, meter

    def find(self, case_id: str) -> Review | None:
        item = self._reviews.get({"pk": case_id})
        return Review.model_validate_json(item["fact"]) if item else None

    def put_new(self, review: Review, task_token: str) -> bool:
        tokens = self.task_tokens(review.case_id)
        if task_token in tokens:
            return False
        written = review.model_copy(update={"version": review.version + 1})
        self._reviews.put_version(_item(written, (*tokens, task_token)[-MAX_TOKENS:]), review.version)
        return True

    def put(self, review: Review) -> Review:
        written = review.model_copy(update={"version": review.version + 1})
        self._reviews.put_version(_item(written, self._kept_tokens(review)), review.version)
        return written

    def decide(self, review: Review, case: Case) -> Review:
        decided = review.model_copy(update={"version": review.version + 1})
        applied = case.model_copy(update={"version": case.version + 1})
        requests = [
            self._reviews.version_request(_item(decided, self._kept_tokens(review)), review.version),
            self._cases.version_request(case_item(applied), case.version),
        ]
        write_together(requests, self._meter)
        return decided

    def waiting(self, *, limit: int = PAGE_SIZE, cursor: str | None = None) -> ReviewList:
        items = self._reviews.query(
            BY_STATE.partition,
            WAITING,
            index=BY_STATE.name,
            above=(str(BY_STATE.sort), position_of(cursor)) if cursor else None,
            limit=limit + 1,
        )
        found = [Review.model_validate_json(item["fact"]) for item in items]
        return ReviewList(
            reviews=tuple(found[:limit]), cursor=after(found[limit - 1]) if len(found) > limit else None
        )

    def task_tokens(self, case_id: str) -> tuple[str, ...]:
        item = self._reviews.get({"pk": case_id})
        return _tokens(item) if item else ()

    def _kept_tokens(self, review: Review) -> tuple[str, ...]:
        tokens = self.task_tokens(review.case_id)
        if not tokens:
            raise NotFound("there is no such review", code="review_not_found")
        return tokens


def _tokens(item: Item) -> tuple[str, ...]:
    return tuple(json.loads(item["task_tokens"]))


def _item(review: Review, task_tokens: Sequence[str]) -> dict[str, str]:
    return {
        "pk": review.case_id,
        "task_tokens": json.dumps(task_tokens),
        "fact": review.model_dump_json(),
        **({"state": WAITING, str(BY_STATE.sort): position(review)} if review.state.waiting else {}),
    }
