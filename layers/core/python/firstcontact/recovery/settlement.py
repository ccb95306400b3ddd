"""Settles an action whose result was lost, by asking the system of record whether it was performed."""

from datetime import datetime, timedelta

from firstcontact.actions import ACTIONS
from firstcontact.cases import transitions
from firstcontact.cases.case import Case
from firstcontact.cases.due import EntryPoint
from firstcontact.recovery.ports import RecoveryServices
from firstcontact.resolution.act import acted
from firstcontact.review import desk, filing
from firstcontact.review.records import Review

# A request that was lost on its way back may still be at work; Stripe ends one after 80 seconds.
CERTAIN_AFTER = timedelta(minutes=5)


def settle(case: Case, review: Review, at: datetime, services: RecoveryServices) -> bool:
    """Tell the customer of an action that was performed, or let the desk decide on one that was not.

    False while neither is certain yet.
    """
    if case.plan is None:
        raise AssertionError("only a planned action can be unsettled")
    receipt = ACTIONS[case.plan.action].settle(case.action_request, case.plan, services)
    if receipt is None and at - review.created_at < CERTAIN_AFTER:
        return False
    known = case.model_copy(update={"unsettled": False})
    if receipt is None:
        desk.mark_settled(services.cases.put(known), services.reviews)
        return True
    services.cases.put(transitions.taken_over(acted(known, receipt), EntryPoint.SEND))
    filing.withdraw(case.case_id, services)
    return True
