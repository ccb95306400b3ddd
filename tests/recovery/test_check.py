"""Each case that is not closed has an owner, and one whom the sweeper should have replaced counts as lost."""

from datetime import timedelta

import pytest
from firstcontact.cases.case import Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.due import Due, EntryPoint
from firstcontact.cases.ownership import Owner, look_at, owner_of
from firstcontact.record import now
from firstcontact.recovery.check import LATE, open_case

from tests.examples import a_case

AT = now()


@pytest.mark.parametrize(
    ("state", "owner"),
    [
        ({}, Owner.CHAT),
        ({"working": True}, Owner.WORKFLOW),
        ({"working": True, "status": Status.IN_REVIEW}, Owner.WORKFLOW),
        ({"due": Due(begin=EntryPoint.GUARD), "working": True}, Owner.OUTBOX),
        ({"status": Status.CONFIRM}, Owner.CUSTOMER),
        ({"status": Status.IN_REVIEW}, Owner.REVIEWER),
        ({"status": Status.ANSWERED, "reviewed_by": "rosa"}, Owner.REVIEWER),
        ({"channel": Channel.CLAIM}, Owner.CUSTOMER),
        ({"closed_at": AT, "status": Status.ANSWERED}, Owner.NOBODY),
    ],
)
def test_every_case_has_one_owner_and_is_looked_at_if_it_is_ours(state: dict[str, object], owner: Owner) -> None:
    case = a_case("Hello?", **state)
    assert owner_of(case) is owner
    looked_at = look_at(case, AT)
    assert (looked_at is None) == (owner in (Owner.CUSTOMER, Owner.NOBODY))
    assert looked_at is None or timedelta(0) < looked_at - AT <= timedelta(seconds=60)


@pytest.mark.parametrize(("waited", "lost"), [(-30, False), (0, False), (119, False), (121, True)])
def test_a_case_is_lost_two_minutes_after_somebody_was_to_look_at_it(waited: int, lost: bool) -> None:
    found = open_case(a_case("Hello?", working=True), AT - timedelta(seconds=waited), AT)
    assert found is not None
    assert (found.lost, found.overdue_seconds) == (lost, max(0, waited))
    assert LATE.total_seconds() == 120


def test_a_case_that_waits_for_its_customer_is_never_lost() -> None:
    found = open_case(a_case("refund", status=Status.CONFIRM), None, AT)
    assert found is not None
    assert (found.owner, found.lost) == (Owner.CUSTOMER, False)


def test_a_closed_case_is_no_open_one() -> None:
    assert open_case(a_case("Hello?", closed_at=AT), None, AT) is None
