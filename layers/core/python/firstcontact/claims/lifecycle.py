"""The life of a claim: adding photos, deciding it, showing it to the customer."""

from collections.abc import Callable

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.claims.ports import ClaimStore
from firstcontact.claims.records import Claim, ClaimState, ClaimView, Finding, Inspection
from firstcontact.errors import Conflict

ATTEMPTS = 5


def is_inspected(claim: Claim, image: str) -> bool:
    """Whether the photo with this object key was inspected; a form that is used again adds nothing to a claim."""
    return any(inspection.image == image for inspection in claim.inspections)


def add_inspection(claim: Claim, inspection: Inspection, execution: str) -> Claim:
    """Add a photo's inspection to the claim; the execution that adds the first one brings the claim to a person.

    A photo that was inspected before is left as it is.
    """
    if is_inspected(claim, inspection.image):
        return claim
    added = {
        "inspections": (*claim.inspections, inspection),
        "state": claim.state if claim.state is ClaimState.DECIDED else ClaimState.IN_REVIEW,
        "review_execution": claim.review_execution or execution,
    }
    return claim.model_copy(update=added)


def needs_person(claim: Claim, execution: str) -> bool:
    """Whether this execution brings the claim to a person: one does, however many photos are uploaded how often."""
    return claim.state is not ClaimState.DECIDED and claim.review_execution == execution


def findings_of(claim: Claim) -> tuple[Finding, ...]:
    """The findings of all its photos so far."""
    return tuple(finding for inspection in claim.inspections for finding in inspection.findings)


def change_claim(claim: Claim, change: Callable[[Claim], Claim], claims: ClaimStore) -> Claim:
    """Write a change, and make it again on the latest version if the claim was changed at the same time."""
    for _ in range(ATTEMPTS):
        changed = change(claim)
        if changed == claim:
            return claim
        try:
            return claims.put(changed)
        except Conflict:
            claim = claims.get(claim.claim_id)
    raise Conflict("the claim changes faster than it can be updated", code="changed_meanwhile")


def view_claim(claim: Claim) -> ClaimView:
    """The claim as its customer may see it."""
    return ClaimView(
        claim_id=claim.claim_id,
        case_id=claim.case_id,
        state=claim.state,
        findings=findings_of(claim),
        decision=claim.decision,
        decision_text=claim.decision_text,
    )


def decide_claim(case: Case, claims: ClaimStore) -> None:
    """Store the case's result as the decision on its claim."""
    claim = claims.get(str(case.claim_id))
    decision = "rejected" if case.status is Status.REFUSED else "approved"
    decided = {"state": ClaimState.DECIDED, "decision": decision, "decision_text": case.text}
    change_claim(claim, lambda latest: latest.model_copy(update=decided), claims)
