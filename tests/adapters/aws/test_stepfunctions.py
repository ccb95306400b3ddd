"""Step Functions: what a run is named and told, how its states are counted, and what becomes of errors."""

from collections.abc import Callable

import pytest
from firstcontact.adapters.aws.stepfunctions import StepFunctionsWorkflow
from firstcontact.cases.due import EntryPoint
from firstcontact.errors import Unavailable
from firstcontact.record import new_id
from firstcontact.telemetry import Meter

from tests.adapters.aws.wire import FAULTS, Wire, failed, said
from tests.contracts.durable import DurableStates

ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:resolution"
RUN = "arn:aws:states:us-east-1:000000000000:execution:resolution:case_1"


@pytest.mark.usefixtures("aws")
def test_every_state_that_was_entered_is_counted(meter: Meter) -> None:
    states = DurableStates(meter)
    token = states.waiting()
    (execution,) = states.executions()
    assert states.workflow.transitions(execution) == 2
    states.workflow.resume(token, {})
    states.ended(execution)
    assert states.workflow.transitions(execution) == 2


@pytest.mark.usefixtures("aws")
def test_a_run_that_ended_is_not_started_again(meter: Meter) -> None:
    states, case_id = DurableStates(meter), new_id("case")
    states.workflow.resume(states.waiting(), {})
    (execution,) = states.executions()
    states.ended(execution)
    states.workflow.start(execution.rpartition(":")[2], EntryPoint.REVIEW)
    assert states.executions() == [execution]
    states.workflow.start(case_id, EntryPoint.REVIEW)
    assert len(states.executions()) == 2


def test_a_long_history_is_counted_to_its_end(wire: Wire, meter: Meter) -> None:
    kinds = ["PassStateEntered", "PassStateExited", "TaskScheduled", "TaskStateEntered"]
    events = [{"timestamp": 1, "type": kind, "id": n} for n, kind in enumerate(kinds)]
    wire.answers_with(said({"events": events, "nextToken": "more"}), said({"events": events}))
    assert StepFunctionsWorkflow(ARN, meter).transitions(RUN) == 4
    assert [call.json.get("nextToken") for call in wire.calls] == [None, "more"]


@pytest.mark.parametrize(
    ("begin", "name"),
    [
        (EntryPoint.GUARD, "case_1"),
        (EntryPoint.REVIEW, "case_1"),
        (EntryPoint.ACTION, "case_1-action"),
        (EntryPoint.SEND, "case_1-send"),
    ],
)
def test_a_run_bears_its_cases_name(wire: Wire, meter: Meter, begin: EntryPoint, name: str) -> None:
    wire.answers_with(said({"executionArn": RUN, "startDate": 1}))
    StepFunctionsWorkflow(ARN, meter).start("case_1", begin)
    (call,) = wire.calls
    assert call.json["name"] == name
    assert call.json["input"] == f'{{"case_id": "case_1", "begin": "{begin}"}}'


@pytest.mark.parametrize("kind", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_task_that_waits_no_more_takes_no_answer(wire: Wire, meter: Meter, kind: str) -> None:
    wire.answers_with(failed(kind))
    assert StepFunctionsWorkflow(ARN, meter).resume("AQC8", {}) is False


CALLS: dict[str, Callable[[StepFunctionsWorkflow], object]] = {
    "start": lambda workflow: workflow.start("case_1", EntryPoint.GUARD),
    "resume": lambda workflow: workflow.resume("AQC8", {}),
    "transitions": lambda workflow: workflow.transitions(RUN),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_durable_path_that_fails_is_unavailable(wire: Wire, meter: Meter, call: str, fault: str) -> None:
    wire.answers_with(FAULTS[fault])
    with pytest.raises(Unavailable) as failure:
        CALLS[call](StepFunctionsWorkflow(ARN, meter))
    assert "ada" not in failure.value.detail
