"""The review desk: a case is enqueued, claimed by one reviewer, decided once, and resumed."""

import hashlib

from ulid import ULID

from firstcontact.cases import transitions
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.ports import CaseStore
from firstcontact.cases.steps import EntryPoint, NextStep, StepOutput
from firstcontact.channels import delivery
from firstcontact.channels.ports import DeliveryServices
from firstcontact.claims.ports import ClaimStore
from firstcontact.errors import Conflict
from firstcontact.record import now
from firstcontact.resolution.ports import Workflow
from firstcontact.review.ports import ReviewStore
from firstcontact.review.records import Choice, Decision, Review, ReviewList, ReviewRequest, ReviewState
from firstcontact.shop.published import PublishedShop


def review_id(case_id: str, task_token: str) -> str:
    """An id that is the same for every delivery of a message: the case's timestamp and the task token's hash."""
    moment = ULID.from_str(case_id.removeprefix("case_")).bytes[:6]
    return f"rev_{ULID.from_bytes(moment + hashlib.sha256(task_token.encode()).digest()[:10])}"


def enqueue(request: ReviewRequest, services: DeliveryServices, reviews: ReviewStore) -> Case:
    """Add a waiting case to the desk and tell the customer that a person will read it; safe to repeat.

    A late message changes nothing if the review was claimed or decided, or the case is closed.
    """
    case = services.cases.get(request.case_id)
    if case.closed_at is not None:
        return case
    review = Review(
        review_id=review_id(case.case_id, request.task_token),
        case_id=case.case_id,
        channel=case.channel,
        question=case.question,
        draft=case.text or (case.draft.text if case.draft else "") or (case.plan.summary if case.plan else ""),
        reason=request.reason or case.reason,
        created_at=now(),
        confidence=case.verdict.confidence if case.verdict else None,
        sources=case.sources,
        action=case.plan.action if case.plan and case.receipt is None else None,
        claim_id=case.claim_id,
        second_approval=case.plan.second_approval if case.plan and case.receipt is None else "",
    )
    new = reviews.put_new(review, request.task_token)
    if not new and reviews.get(review.review_id).state is not ReviewState.OPEN:
        return case
    if case.status is not Status.IN_REVIEW or case.working:
        case = transitions.waiting(case, request.reason, services.shop)
        if case.channel is Channel.CHAT:
            delivery.push(case, services)
        case = services.cases.put(case)
    if case.channel is Channel.ZENDESK:
        services.help_desk.note(str(case.ticket_id), _note(review), case_id=case.case_id)
    return case


def _note(review: Review) -> str:
    draft = f"Draft, not sent:\n\n{review.draft}" if review.draft else "There is no draft."
    return f"First Contact waits for a person ({review.reason}).\n\n{draft}\n\nReview: {review.review_id}"


def waiting(reviews: ReviewStore, claims: ClaimStore) -> ReviewList:
    """The reviews that wait at the desk; a claim's review includes the findings of all its photos so far."""
    return ReviewList(reviews=tuple(_with_findings(review, claims) for review in reviews.waiting()))


def _with_findings(review: Review, claims: ClaimStore) -> Review:
    if review.claim_id is None:
        return review
    inspections = claims.get(review.claim_id).inspections
    found = tuple(finding for inspection in inspections for finding in inspection.findings)
    return review.model_copy(update={"findings": found})


def claim(review: Review, reviewer: str, reviews: ReviewStore) -> Review:
    """Claim a review for a reviewer; claiming it again is allowed, another reviewer's raises ``Conflict``."""
    if review.state is ReviewState.DECIDED:
        raise Conflict("this review has already been decided", code="already_decided")
    if review.approved_by == reviewer:
        raise Conflict(
            "you have approved this already, and a second reviewer must approve it too",
            code="approved_by_you",
            remedy="Leave it to a colleague.",
        )
    if review.claimed_by == reviewer:
        return review
    if review.state is ReviewState.CLAIMED:
        raise Conflict("another reviewer has claimed this review", code="claimed_by_another")
    return reviews.put(review.model_copy(update={"state": ReviewState.CLAIMED, "claimed_by": reviewer}))


def decide(
    review: Review, decision: Decision, reviewer: str, shop: PublishedShop, cases: CaseStore, reviews: ReviewStore
) -> Review:
    """Write the decision to the case, then to the review; repeating the same decision has the same result.

    The first of two approvals only puts the review back for another reviewer.
    """
    if review.state is ReviewState.DECIDED:
        if review.decision == decision and review.claimed_by == reviewer:
            return review
        raise Conflict("this review has already been decided", code="already_decided")
    if decision.decision is Choice.APPROVE and review.approved_by == reviewer:
        return review
    if review.claimed_by != reviewer:
        raise Conflict(
            "the review must be claimed before it is decided", code="not_claimed", remedy="Claim it first."
        )
    if decision.decision is Choice.APPROVE and not review.draft:
        raise Conflict("there is no draft to approve", code="no_draft", remedy="Edit: write the reply yourself.")
    if decision.decision is Choice.APPROVE and review.needs_another_approval:
        first = {"state": ReviewState.OPEN, "claimed_by": None, "approved_by": reviewer}
        return reviews.put(review.model_copy(update=first))
    case = cases.get(review.case_id)
    applied = apply(case, decision, reviewer, shop)
    if case.reviewed_by is None or case.status is Status.IN_REVIEW:
        cases.put(applied)
    elif case.closed_at is None and applied != case:
        raise Conflict("this case has just been decided differently", code="already_decided")
    decided = {"state": ReviewState.DECIDED, "decision": decision, "decided_at": now()}
    return reviews.put(review.model_copy(update=decided))


def apply(case: Case, decision: Decision, reviewer: str, shop: PublishedShop) -> Case:
    """Apply the decision to the case; an approved or edited reply counts as answered, a rejected one is not sent."""
    update: dict[str, object]
    if decision.decision is Choice.REJECT:
        update = {"status": Status.REFUSED, "text": decision.text or shop.sentences.say("rejected", case.language)}
    elif decision.decision is Choice.EDIT:
        update = {"status": Status.ANSWERED, "text": decision.text, "plan": None}
    else:
        update = {"status": Status.ANSWERED, "text": case.text or (case.draft.text if case.draft else "")}
    return case.model_copy(update={**update, "reviewed_by": reviewer})


def resume(review: Review, workflow: Workflow, cases: CaseStore, reviews: ReviewStore) -> None:
    """Resume the waiting task with the decision, or start a new execution if that task no longer waits.

    A review that is not decided yet keeps its task waiting.
    """
    if review.state is not ReviewState.DECIDED:
        return
    step = next_step(review)
    if workflow.resume(reviews.task_token(review.review_id), step.model_dump(mode="json")):
        return
    if cases.get(review.case_id).closed_at is None:
        workflow.start(review.case_id, EntryPoint.APPROVED if step.next is NextStep.ACT else EntryPoint.SEND)


def next_step(review: Review) -> StepOutput:
    """The step after the decision: perform an approved action, otherwise send the reply."""
    approved = review.decision is not None and review.decision.decision is Choice.APPROVE
    return StepOutput(
        next=NextStep.ACT if approved and review.action else NextStep.SEND, reason="decided by a person"
    )
