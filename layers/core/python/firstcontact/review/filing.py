"""Filing: the workflow waits for a person, and the case appears at the review desk."""

from collections.abc import Iterable

from firstcontact.cases import transitions
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import NextStep, StepOutput
from firstcontact.channels import delivery
from firstcontact.claims.lifecycle import findings_of
from firstcontact.claims.ports import ClaimStore
from firstcontact.record import now
from firstcontact.review import desk
from firstcontact.review.generations import review_id
from firstcontact.review.ports import DeskServices
from firstcontact.review.records import Review, ReviewRequest, ReviewState


def enqueue(request: ReviewRequest, services: DeskServices) -> Case:
    """Add a waiting case to the desk and tell the customer that a person will read it; safe to repeat.

    The wait replaces an earlier one of the same case. If the case is closed or decided, nobody needs to read it, and
    the wait ends. A message that arrives again changes nothing once its review was claimed, decided or replaced.
    """
    case, reviews = services.cases.get(request.case_id), services.reviews
    before = reviews.find(case.case_id)
    if case.closed_at is not None or case.decided:
        if before is not None and case.closed_at is None:
            desk.resume(before, services)
        withdraw(case.case_id, services)
        _end_waits([request.task_token], services)
        return case
    reviews.put_new(_review(case, request, before, services.claims), request.task_token)
    *replaced, latest = reviews.task_tokens(case.case_id)
    _end_waits(replaced, services)
    review = reviews.find(case.case_id)
    if latest != request.task_token or review is None or review.state is not ReviewState.OPEN:
        return case
    return _announce(case, review, services)


def withdraw(case_id: str, services: DeskServices) -> None:
    """Take a case off the desk that is closed or decided, and end the waits that are left; safe to repeat."""
    review = services.reviews.find(case_id)
    if review is not None:
        desk.close(review, services.reviews)
    _end_waits(services.reviews.task_tokens(case_id), services)


def _end_waits(task_tokens: Iterable[str], services: DeskServices) -> None:
    """Let executions end whose case is decided elsewhere; nothing happens to those that no longer wait."""
    step = StepOutput(next=NextStep.RECORD, reason="the case is decided elsewhere")
    for task_token in task_tokens:
        services.workflow.resume(task_token, step.model_dump(mode="json"))


def _review(case: Case, request: ReviewRequest, before: Review | None, claims: ClaimStore) -> Review:
    plan = case.plan if case.receipt is None else None
    generation = before.generation + 1 if before else 1
    return Review(
        review_id=review_id(case.case_id, generation),
        case_id=case.case_id,
        channel=case.channel,
        question=case.question,
        draft=case.text or (case.draft.text if case.draft else "") or (case.plan.summary if case.plan else ""),
        reason=request.reason or case.reason,
        created_at=before.created_at if before and before.state.waiting else now(),
        generation=generation,
        confidence=case.verdict.confidence if case.verdict else None,
        sources=case.sources,
        findings=findings_of(claims.get(case.claim_id)) if case.claim_id else (),
        action=plan.action if plan else None,
        claim_id=case.claim_id,
        second_approval=plan.second_approval if plan else "",
        unsettled=case.unsettled,
        version=before.version if before else 0,
    )


def _announce(case: Case, review: Review, services: DeskServices) -> Case:
    if case.status is not Status.IN_REVIEW or case.working:
        case = transitions.waiting(case, review.reason, services.shop)
        if case.channel is Channel.CHAT:
            delivery.push(case, services)
        case = services.cases.put(case)
    elif case.due is not None:  # what was due, this review, is here
        case = services.cases.put(case.model_copy(update={"due": None}))
    if case.channel is Channel.ZENDESK and case.ticket_id:
        services.help_desk.note(case.ticket_id, _note(review), case_id=case.case_id)
    return case


def _note(review: Review) -> str:
    draft = f"Draft, not sent:\n\n{review.draft}" if review.draft else "There is no draft."
    return f"First Contact waits for a person ({review.reason}).\n\n{draft}\n\nReview: {review.review_id}"
