"""The review desk: one reviewer at a time claims a review and decides it once, and its case goes on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from firstcontact.cases import transitions
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.cases.due import EntryPoint
from firstcontact.cases.ports import CaseStore
from firstcontact.cases.steps import NextStep, StepOutput
from firstcontact.errors import Conflict
from firstcontact.record import now
from firstcontact.review.ports import DeskServices, ReviewStore
from firstcontact.review.records import Choice, Decision, Review, ReviewState
from firstcontact.shop.published import PublishedShop

LEASE = timedelta(minutes=15)  # how long a claim holds unless it is renewed
OLDEST_WAIT = "OldestReviewSeconds"  # the metric of ``oldest_wait``
_FREE: dict[str, object] = {"state": ReviewState.OPEN, "claimed_by": None, "claimed_until": None}
_ENDED = {
    Status.ANSWERED: "the customer has an answer",
    Status.ACTED: "the action was performed",
    Status.ASKED: "the customer was asked a question",
    Status.REFUSED: "the customer was told no",
}


def claim(review: Review, reviewer: str, at: datetime, cases: CaseStore, reviews: ReviewStore) -> Review:
    """Claim a review for the next 15 minutes, or renew one's claim; ``Conflict`` while another reviewer holds it."""
    _must_wait(review, cases, reviews)
    if review.approved_by == reviewer:
        raise Conflict(
            "you have approved this already, and a second reviewer must approve it too",
            code="approved_by_you",
            remedy="Leave it to a colleague.",
        )
    if review.holder(at) not in (None, reviewer):
        raise Conflict(
            "another reviewer has claimed this review",
            code="claimed_by_another",
            remedy=f"Choose another one, or try again after {review.claimed_until:%H:%M} UTC, unless it is renewed.",
        )
    claimed = {"state": ReviewState.CLAIMED, "claimed_by": reviewer, "claimed_until": at + LEASE}
    return reviews.put(review.model_copy(update=claimed))


def release(review: Review, reviewer: str, at: datetime, reviews: ReviewStore) -> Review:
    """Give a claim back; releasing a review that nobody holds changes nothing."""
    if review.holder(at) not in (None, reviewer):
        raise Conflict("another reviewer has claimed this review", code="claimed_by_another")
    if review.state is not ReviewState.CLAIMED:
        return review
    return reviews.put(review.model_copy(update=_FREE))


def decide(review: Review, decision: Decision, reviewer: str, at: datetime, services: DeskServices) -> Review:
    """Write the decision to the review and its case together; repeating the same decision has the same result.

    The first of two approvals only puts the review back for another reviewer.
    """
    if review.state is ReviewState.DECIDED and (review.decision, review.claimed_by) == (decision, reviewer):
        return review
    case = _must_wait(review, services.cases, services.reviews)
    is_approval = decision.decision is Choice.APPROVE
    if is_approval and review.approved_by == reviewer:
        return review
    _must_hold(review, reviewer, at)
    if case.unsettled and not is_approval:
        raise Conflict(
            "the action may have been performed already, so the money may have left",
            code="unsettled",
            remedy="Approve it, which performs it once, or wait until the review shows the result.",
        )
    if case.receipt is not None and decision.decision is Choice.REJECT:
        raise Conflict(
            "the action was performed, so its customer must not be told no",
            code="action_performed",
            remedy="Approve the reply, or edit it.",
        )
    if is_approval and not review.draft:
        raise Conflict("there is no draft to approve", code="no_draft", remedy="Edit: write the reply yourself.")
    if is_approval and review.needs_another_approval:
        return services.reviews.put(review.model_copy(update={**_FREE, "approved_by": reviewer}))
    decided = {"state": ReviewState.DECIDED, "decision": decision, "decided_at": at}
    applied = apply(case, decision, reviewer, services.shop)
    return services.reviews.decide(review.model_copy(update=decided), applied)


def _must_wait(review: Review, cases: CaseStore, reviews: ReviewStore) -> Case:
    """The case of a review that nobody has decided yet; a review whose case is closed leaves the desk."""
    case = cases.get(review.case_id)
    if case.closed_at is not None and review.state is not ReviewState.DECIDED:
        close(review, reviews)
        happened = _ENDED.get(case.status, "it ended") if case.status else "it ended"
        raise Conflict(
            "the case is closed, so there is nothing to decide",
            code="case_closed",
            remedy=f"Do nothing: {happened} at {case.closed_at:%Y-%m-%d %H:%M} UTC.",
        )
    if not review.state.waiting or case.decided:
        raise Conflict("this review has already been decided", code="already_decided")
    return case


def _must_hold(review: Review, reviewer: str, at: datetime) -> None:
    """Raise ``Conflict`` unless the reviewer has a claim that has not expired."""
    if review.claimed_by != reviewer:
        raise Conflict(
            "the review must be claimed before it is decided", code="not_claimed", remedy="Claim it first."
        )
    if review.holder(at) is None:
        raise Conflict("your claim has expired", code="claim_expired", remedy="Claim it again, then decide.")


def apply(case: Case, decision: Decision, reviewer: str, shop: PublishedShop) -> Case:
    """Apply the decision to the case: an approved or edited reply is sent, a rejected one is not.

    An action that was performed stays performed, even if a reviewer writes the reply about it.
    """
    update: dict[str, object]
    sent = Status.ACTED if case.receipt else Status.ANSWERED
    if decision.decision is Choice.REJECT:
        update = {"status": Status.REFUSED, "text": decision.text or shop.sentences.say("rejected", case.language)}
    elif decision.decision is Choice.EDIT:
        update = {"status": sent, "text": decision.text, "plan": None}
    else:
        update = {"status": sent, "text": case.text or (case.draft.text if case.draft else "")}
    return case.model_copy(update={**update, "reviewed_by": reviewer})


def resume(review: Review, services: DeskServices) -> Review:
    """Let the waiting task go on with the decision, once, or start a new execution if that task no longer waits.

    A review that is not decided yet keeps its task waiting.
    """
    if review.state is not ReviewState.DECIDED or review.resumed_at is not None:
        return review
    step = next_step(review)
    *_, task_token = services.reviews.task_tokens(review.case_id)
    goes_on = services.workflow.resume(task_token, step.model_dump(mode="json"))
    if not goes_on and (case := services.cases.get(review.case_id)).closed_at is None:
        begin = EntryPoint.APPROVED if step.next is NextStep.ACT else EntryPoint.SEND
        services.cases.put(transitions.handed_over(case, begin))
    return services.reviews.put(review.model_copy(update={"resumed_at": now()}))


def next_step(review: Review) -> StepOutput:
    """The step after the decision: perform an approved action, otherwise send the reply."""
    approved = review.decision is not None and review.decision.decision is Choice.APPROVE
    return StepOutput(
        next=NextStep.ACT if approved and review.action else NextStep.SEND, reason="decided by a person"
    )


def close(review: Review, reviews: ReviewStore) -> None:
    """Take the review of a closed case off the desk."""
    if review.state.waiting:
        reviews.put(review.model_copy(update={"state": ReviewState.CLOSED}))


def mark_settled(case: Case, reviews: ReviewStore) -> None:
    """Show at the desk whether the result of the case's action is still unknown."""
    review = reviews.find(case.case_id)
    if review is not None and review.state.waiting and review.unsettled != case.unsettled:
        reviews.put(review.model_copy(update={"unsettled": case.unsettled}))


def oldest_wait(reviews: Iterable[Review], at: datetime) -> float:
    """How many seconds the oldest of these reviews has waited; 0 if there is none."""
    return max(((at - review.created_at).total_seconds() for review in reviews), default=0.0)
