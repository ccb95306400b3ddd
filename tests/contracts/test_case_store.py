"""Port CaseStore."""

from datetime import timedelta

import pytest
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.cases.due import Due, EntryPoint
from firstcontact.cases.ports import CaseStore
from firstcontact.record import now

from tests.contracts.samples import a_case
from tests.contracts.versioned import Kind, VersionedContract


class TestCaseStore(VersionedContract):
    """Cases are kept by version."""

    @pytest.fixture
    def kind(self, cases: CaseStore) -> Kind:
        return Kind(cases, a_case, "case_id", "text")


def _late(cases: CaseStore, seconds: float = 90) -> list[str]:
    return cases.overdue(now() + timedelta(seconds=seconds))


def test_a_case_is_overdue_once_its_owner_had_time_to_move_it_on(cases: CaseStore) -> None:
    case = cases.put(a_case(working=True))
    assert _late(cases, 0) == []
    assert _late(cases) == [case.case_id]


@pytest.mark.parametrize(
    "ended", [{"closed_at": now(), "status": Status.ANSWERED}, {"status": Status.CONFIRM, "working": False}]
)
def test_a_case_that_is_closed_or_waits_for_its_customer_is_never_overdue(
    cases: CaseStore, ended: dict[str, object]
) -> None:
    case = cases.put(a_case(working=True, due=Due(begin=EntryPoint.GUARD)))
    cases.put(case.model_copy(update={**ended, "due": None}))
    assert _late(cases, 1e7) == []


def test_the_oldest_are_named_first_and_no_more_than_asked_for(cases: CaseStore) -> None:
    names = [cases.put(a_case(working=True)).case_id for _ in range(12)]
    assert _late(cases) == names
    assert cases.overdue(now() + timedelta(seconds=90), limit=5) == names[:5]


def test_a_postponed_case_is_overdue_later_and_counts_no_version(cases: CaseStore) -> None:
    case = cases.put(a_case(working=True))
    cases.postpone(case, now() + timedelta(seconds=600))
    assert _late(cases) == []
    assert _late(cases, 601) == [case.case_id]
    assert cases.get(case.case_id) == case
    assert isinstance(cases.put(case), Case)


def test_a_case_that_changed_meanwhile_is_not_postponed(cases: CaseStore) -> None:
    read = cases.put(a_case(working=True))
    cases.put(read)
    cases.postpone(read, now() + timedelta(seconds=600))
    assert _late(cases) == [read.case_id]
