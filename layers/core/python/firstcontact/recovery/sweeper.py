"""Finds cases that nobody moves on, and moves them on or brings them to a person."""

from collections import Counter
from datetime import datetime, timedelta
from enum import StrEnum

from firstcontact.cases import transitions
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.due import EntryPoint
from firstcontact.cases.outcomes import outcome_of
from firstcontact.cases.ownership import PATIENCE, REVIEW_SEEN, Owner, owner_of
from firstcontact.cases.steps import NextStep
from firstcontact.errors import Conflict
from firstcontact.record import Record
from firstcontact.recovery import settlement
from firstcontact.recovery.outbox import publish
from firstcontact.recovery.ports import RecoveryServices
from firstcontact.review import desk
from firstcontact.review.records import Review, ReviewState

MAX_ATTEMPTS = 5  # runs that may replace one another before only an operator can help
STUCK_AGAIN = timedelta(hours=1)
MOVED_ON, STUCK = "CasesMovedOn", "CasesStuck"  # metrics


class Finding(StrEnum):
    """What the sweeper found out about a case, and so what it did."""

    ALIVE = "alive"  # its owner is at work
    PUBLISHED = "published"  # what was due had not begun
    HANDED_OVER = "handed_over"  # the process that answered it died; the workflow continues
    ESCALATED = "escalated"  # its run ended without a result; a person decides
    RESUMED = "resumed"  # a decision had not reached the workflow
    SETTLED = "settled"  # the result of its action is known now
    STUCK = "stuck"  # replaced too often


class SweepReport(Record):
    """What one sweep found: how often each finding was made, and how long the oldest review has waited (seconds).

    ``failures`` are the codes of errors; the cases that they concern are looked at again by the next sweep.
    """

    found: dict[Finding, int]
    oldest_review_seconds: float
    failures: tuple[str, ...] = ()

    @property
    def moved_on(self) -> int:
        """Cases that would have stayed where they were."""
        return sum(count for finding, count in self.found.items() if finding not in _NO_LOSS)

    @property
    def measures(self) -> dict[str, float]:
        """The report as metrics: cases moved on, cases that only an operator can help, and the oldest review."""
        stuck = self.found.get(Finding.STUCK, 0)
        return {MOVED_ON: self.moved_on, STUCK: stuck, desk.OLDEST_WAIT: self.oldest_review_seconds}


_NO_LOSS = (Finding.ALIVE, Finding.SETTLED, Finding.STUCK)


def sweep(at: datetime, services: RecoveryServices) -> SweepReport:
    """Look at every overdue case."""
    found, failures = Counter[Finding](), list[str]()
    for case_id in services.cases.overdue(at):
        services.budget.next_item()
        try:
            found[_look(services.cases.get(case_id), at, services)] += 1
        except Conflict:
            found[Finding.ALIVE] += 1  # somebody has moved it on meanwhile
        except Exception as error:  # noqa: BLE001 - a case that breaks our code must not keep back the others
            failures.append(getattr(error, "code", type(error).__name__))
    waiting = services.reviews.waiting(limit=1).reviews
    oldest = desk.oldest_wait(waiting, at)
    return SweepReport(found=dict(found), oldest_review_seconds=oldest, failures=tuple(failures))


def _look(case: Case, at: datetime, services: RecoveryServices) -> Finding:
    owner = owner_of(case)
    if owner is Owner.CHAT:
        return _hand_over(case, services)
    if owner is Owner.REVIEWER:
        return _look_at_review(case, at, services)
    is_running, found = services.workflow.is_running(case.execution), Finding.ALIVE
    if case.due is not None and not is_running:
        publish(case.case_id, case.due, services.workflow)
        is_running, found = services.workflow.is_running(case.execution), Finding.PUBLISHED
    if not is_running:
        return _escalate(case, at, services)
    services.cases.postpone(case, at + PATIENCE[owner])
    return found


def _look_at_review(case: Case, at: datetime, services: RecoveryServices) -> Finding:
    review = services.reviews.find(case.case_id)
    if review is not None and review.state is ReviewState.DECIDED:
        return _continue(case, review, at, services)
    if review is None or not review.state.waiting:
        return _escalate(case, at, services)
    if case.unsettled:
        settled = settlement.settle(case, review, at, services)
        if not settled:
            services.cases.postpone(case, at + PATIENCE[Owner.REVIEWER])
        return Finding.SETTLED if settled else Finding.ALIVE
    services.cases.postpone(case, at + REVIEW_SEEN)
    return Finding.ALIVE


def _continue(case: Case, review: Review, at: datetime, services: RecoveryServices) -> Finding:
    """Bring a decision to the workflow, or to a new run if the one that it was brought to has ended."""
    if review.resumed_at is None:
        desk.resume(review, services)
        return Finding.RESUMED
    if services.workflow.is_running(case.execution):
        services.cases.postpone(case, at + PATIENCE[Owner.WORKFLOW])
        return Finding.ALIVE
    begin = EntryPoint.APPROVED if desk.next_step(review).next is NextStep.ACT else EntryPoint.SEND
    return _replace(case, begin, Finding.RESUMED, at, services)


def _hand_over(case: Case, services: RecoveryServices) -> Finding:
    working = transitions.handed_over(transitions.working(case, services.shop), EntryPoint.GUARD)
    _write(working, services)
    return Finding.HANDED_OVER


def _escalate(case: Case, at: datetime, services: RecoveryServices) -> Finding:
    waiting = transitions.waiting(case, "the workflow ended without a result", services.shop)
    return _replace(waiting, EntryPoint.REVIEW, Finding.ESCALATED, at, services)


def _replace(case: Case, begin: EntryPoint, found: Finding, at: datetime, services: RecoveryServices) -> Finding:
    """Continue a case by a new run; ``STUCK`` instead of ``found`` if too many were replaced."""
    if case.attempt >= MAX_ATTEMPTS:
        services.cases.postpone(case, at + STUCK_AGAIN)
        return Finding.STUCK
    _write(transitions.taken_over(case, begin), services)
    return found


def _write(case: Case, services: RecoveryServices) -> None:
    said = [transitions.reply_message(case)] if case.channel is Channel.CHAT else []
    services.case_transaction.write(case, *said, outcome=outcome_of(case))
