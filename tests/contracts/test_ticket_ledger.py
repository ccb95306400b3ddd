"""Port TicketLedger: a comment is bound to one case for good, and the cursor is moved by one poller at a time."""

from datetime import datetime

import pytest
from firstcontact.channels.ports import CommentCase, PollingState, TicketLedger
from firstcontact.errors import Conflict

from tests.contracts.racing import race
from tests.contracts.samples import MORNING, at

KEY = "zendesk:3042:88001"


def _case(case_id: str, moment: datetime | None = None) -> CommentCase:
    return CommentCase(case_id=case_id, updated_at=moment)


def test_a_comment_has_no_case_until_it_is_bound(tickets: TicketLedger) -> None:
    assert tickets.case_of(KEY) is None
    assert tickets.bind(KEY, _case("case_1", MORNING)) == _case("case_1", MORNING)
    assert tickets.case_of(KEY) == _case("case_1", MORNING)
    assert tickets.case_of("zendesk:3042:88002") is None


def test_the_first_case_stays_whatever_others_want(tickets: TicketLedger) -> None:
    tickets.bind(KEY, _case("case_1"))
    for other in ("case_2", "case_1", "case_3"):
        assert tickets.bind(KEY, _case(other)).case_id == "case_1"


@pytest.mark.parametrize(
    ("moments", "newest"),
    [
        ([at(1), at(2)], at(2)),
        ([at(2), at(1)], at(2)),
        ([at(2), at(2)], at(2)),
        ([None, at(1)], at(1)),
        ([at(1), None], at(1)),
        ([None, None], None),
        ([at(2), at(3), at(1)], at(3)),
    ],
)
def test_the_newest_time_is_remembered_with_the_first_case(
    tickets: TicketLedger, moments: list[datetime | None], newest: datetime | None
) -> None:
    for number, moment in enumerate(moments):
        bound = tickets.bind(KEY, _case(f"case_{number}", moment))
    assert bound == tickets.case_of(KEY) == _case("case_0", newest)


def test_one_of_many_at_the_same_moment_wins(tickets: TicketLedger) -> None:
    bound = race([lambda n=n: tickets.bind(KEY, _case(f"case_{n}", at(n))) for n in range(6)])  # type: ignore[misc]
    kept = tickets.case_of(KEY)
    assert kept is not None
    assert {one.case_id for one in bound} == {kept.case_id}  # type: ignore[union-attr]
    assert kept.updated_at == at(5)


def test_the_polling_state_is_kept(tickets: TicketLedger) -> None:
    assert tickets.polled() is None
    state = tickets.advance(PollingState(since=MORNING))
    assert tickets.polled() == state
    moved = tickets.advance(state.model_copy(update={"cursor": "MTU3NjYxMzUzOS4wfHw0Njd8", "since": at(1)}))
    assert tickets.polled() == moved
    assert (moved.cursor, moved.since) == ("MTU3NjYxMzUzOS4wfHw0Njd8", at(1))


def test_a_state_that_another_poller_moved_is_not_overwritten(tickets: TicketLedger) -> None:
    state = tickets.advance(PollingState(since=MORNING))
    moved = tickets.advance(state.model_copy(update={"cursor": "b"}))
    for stale in (PollingState(since=MORNING), state):
        with pytest.raises(Conflict):
            tickets.advance(stale.model_copy(update={"cursor": "a"}))
    assert tickets.polled() == moved
