"""The life of a claim: adding photos, deciding it, showing it to the customer."""

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.claims.ports import ClaimStore
from firstcontact.claims.records import Claim, ClaimState, ClaimView, Inspection


def add_inspection(claim: Claim, inspection: Inspection) -> Claim:
    """Add a photo's inspection to the claim; inspecting a photo again replaces its earlier inspection in place."""
    seen = {kept.image: kept for kept in claim.inspections} | {inspection.image: inspection}
    state = claim.state if claim.state is ClaimState.DECIDED else ClaimState.IN_REVIEW
    return claim.model_copy(update={"inspections": tuple(seen.values()), "state": state})


def needs_person(claim: Claim, image: str) -> bool:
    """Whether this photo starts the review: only the first one does, also if it is inspected again."""
    return claim.state is not ClaimState.DECIDED and claim.inspections[0].image == image


def view_claim(claim: Claim) -> ClaimView:
    """The claim as its customer may see it."""
    findings = tuple(finding for inspection in claim.inspections for finding in inspection.findings)
    return ClaimView(
        claim_id=claim.claim_id,
        case_id=claim.case_id,
        state=claim.state,
        findings=findings,
        decision=claim.decision,
        decision_text=claim.decision_text,
    )


def decide_claim(case: Case, claims: ClaimStore) -> None:
    """Store the case's result as the decision on its claim."""
    claim = claims.get(str(case.claim_id))
    decision = "rejected" if case.status is Status.REFUSED else "approved"
    decided = {"state": ClaimState.DECIDED, "decision": decision, "decision_text": case.text}
    claims.put(claim.model_copy(update=decided))
