"""Port Workflow: a case is handed over once per point, and a task that waits is answered once."""

from functools import partial

import pytest
from firstcontact.cases.due import EntryPoint, execution_name
from firstcontact.errors import FirstContactError
from firstcontact.record import new_id

from tests.contracts.durable import Durable
from tests.contracts.racing import race


@pytest.mark.parametrize("begin", EntryPoint)
def test_a_case_started_twice_at_a_point_runs_once(durable: Durable, begin: EntryPoint) -> None:
    case_id = new_id("case")
    for _ in range(2):
        durable.workflow.start(case_id, begin)
    assert durable.starts() == [(case_id, begin)]


def test_a_case_that_waited_for_its_customers_yes_goes_on(durable: Durable) -> None:
    case_id = new_id("case")
    for begin in (EntryPoint.GUARD, EntryPoint.ACTION, EntryPoint.APPROVED, EntryPoint.SEND):
        durable.workflow.start(case_id, begin)
    assert sorted(durable.starts()) == [(case_id, point) for point in ("action", "approved", "guard", "send")]


def test_a_new_case_is_routed_or_reviewed_but_not_both(durable: Durable) -> None:
    case_id = new_id("case")
    durable.workflow.start(case_id, EntryPoint.GUARD)
    durable.workflow.start(case_id, EntryPoint.REVIEW)
    assert durable.starts() == [(case_id, "guard")]


def test_cases_do_not_stand_in_each_others_way(durable: Durable) -> None:
    cases = sorted([new_id("case"), new_id("case")])
    for case_id in cases:
        durable.workflow.start(case_id, EntryPoint.GUARD)
    assert sorted(durable.starts()) == [(case_id, "guard") for case_id in cases]


def test_many_who_hand_over_a_case_at_once_start_one_run(durable: Durable) -> None:
    case_id = new_id("case")
    results = race([partial(durable.workflow.start, case_id, EntryPoint.GUARD) for _ in range(5)])
    assert not any(isinstance(result, FirstContactError) for result in results)
    assert durable.starts() == [(case_id, "guard")]


def test_a_task_that_waits_gets_its_answer(durable: Durable) -> None:
    token = durable.waiting()
    assert durable.workflow.resume(token, {"next": "send", "reason": "entschieden"}) is True
    assert durable.result(token) == {"next": "send", "reason": "entschieden"}


def test_a_second_answer_finds_nothing_waiting(durable: Durable) -> None:
    token = durable.waiting()
    durable.workflow.resume(token, {"next": "send"})
    assert durable.workflow.resume(token, {"next": "act"}) is False
    assert durable.result(token) == {"next": "send"}


def test_a_run_that_was_started_is_running_and_no_other(durable: Durable) -> None:
    case_id = new_id("case")
    durable.workflow.start(case_id, EntryPoint.ACTION, 2)
    assert durable.workflow.is_running(execution_name(case_id, EntryPoint.ACTION, 2))
    for other in (execution_name(case_id, EntryPoint.ACTION), case_id, new_id("case"), ""):
        assert not durable.workflow.is_running(other)


def test_another_attempt_is_another_run(durable: Durable) -> None:
    case_id = new_id("case")
    for attempt in (0, 0, 1, 1):
        durable.workflow.start(case_id, EntryPoint.REVIEW, attempt)
    assert durable.starts() == [(case_id, "review")] * 2
