"""Writing down how a case ended, for the report."""

from decimal import Decimal

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.cases.outcome import Ending, Outcome
from firstcontact.cases.ports import OutcomeStore
from firstcontact.record import now

_ENDINGS = {
    Status.ANSWERED: Ending.ANSWERED,
    Status.ACTED: Ending.ACTED,
    Status.ASKED: Ending.ASKED,
    Status.REFUSED: Ending.REFUSED,
}


def ending_of(case: Case, *, failed: bool = False) -> Ending:
    """How the case stands: a reply that a person approved or wrote is told apart from one released alone."""
    if failed:
        return Ending.FAILED
    if case.status not in _ENDINGS:
        return Ending.WAITING
    if case.reviewed_by and case.status is not Status.REFUSED:
        return Ending.ANSWERED_BY_PERSON
    return _ENDINGS[case.status]


def outcome_of(case: Case, *, failed: bool = False) -> Outcome:
    """The case's outcome as it stands; ``seconds`` runs from the question to now or the close."""
    until = case.closed_at or now()
    return Outcome(
        case_id=case.case_id,
        channel=case.channel,
        ending=ending_of(case, failed=failed),
        at=until,
        intent=case.route.prediction.intent if case.route and case.route.prediction else None,
        seconds=Decimal(str(round((until - case.created_at).total_seconds(), 3))),
    )


def record_outcome(case: Case, outcomes: OutcomeStore, *, failed: bool = False) -> Outcome:
    """Keep the case's latest outcome."""
    latest = outcome_of(case, failed=failed)
    outcomes.put(latest)
    return latest
