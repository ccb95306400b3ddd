"""Record the outcomes of cases for the report."""

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
    """The ending so far; distinguishes replies that a person approved or wrote from those released automatically."""
    if failed:
        return Ending.FAILED
    if case.status not in _ENDINGS:
        return Ending.WAITING
    if case.reviewed_by and case.status is not Status.REFUSED:
        return Ending.ANSWERED_BY_PERSON
    return _ENDINGS[case.status]


def outcome_of(case: Case, *, failed: bool = False) -> Outcome:
    """The case's outcome so far; ``seconds`` runs from the question until the case was closed, or until now."""
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
    """Store the case's latest outcome and return it."""
    latest = outcome_of(case, failed=failed)
    outcomes.put(latest)
    return latest
