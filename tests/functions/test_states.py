"""The workflow's states: each moves a kept case one step on and says where to go; errors leave by their class."""

from typing import Any

import pytest
from firstcontact.cases.conversation import Status
from firstcontact.cases.outcome import Ending
from firstcontact.errors import Invalid, NotFound, Unavailable

from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.functions.handlers import CASE, CONVERSATION, call, seeded, to_refund

STATES = {
    "guard_message/task": "route",
    "route_intent/task": "retrieve",
    "retrieve_knowledge/task": "draft",
    "draft_reply/task": "gate",
    "gate_reply/task": "send",
    "take_action/confirmed": "send",
    "send_reply/task": "record",
}


def _for(state: str) -> FakeServices:
    return to_refund() if state.startswith("take_action") else seeded()


@pytest.mark.parametrize(("state", "to"), STATES.items())
def test_a_state_says_where_to_go_and_nothing_of_the_text(state: str, to: str) -> None:
    step = call(state, _for(state))
    assert step["next"] == to
    assert set(step) == {"next", "reason"}
    assert DELIVERY not in str(step)


@pytest.mark.parametrize("state", STATES)
def test_a_state_that_runs_again_says_the_same(state: str) -> None:
    services = _for(state)
    first = call(state, services)
    assert call(state, services)["next"] == first["next"]


@pytest.mark.parametrize("state", STATES)
def test_a_case_store_that_fails_is_for_the_workflow_to_retry(state: str) -> None:
    services = _for(state)
    services.fail("cases")
    with pytest.raises(Unavailable):
        call(state, services)


@pytest.mark.parametrize("state", STATES)
def test_a_case_nobody_knows_is_not_found(state: str) -> None:
    with pytest.raises(NotFound):
        call(state, FakeServices())


@pytest.mark.parametrize("case", ["unknown_field", "no_case_id"])
def test_an_input_that_makes_no_sense_is_invalid_and_not_repeated_in_the_error(case: str) -> None:
    with pytest.raises(Invalid) as refused:
        call(f"route_intent/{case}", seeded())
    assert "refund me" not in str(refused.value)


@pytest.mark.parametrize(
    ("state", "port"),
    [
        ("retrieve_knowledge/task", "encoder"),
        ("retrieve_knowledge/task", "index"),
        ("draft_reply/task", "drafter"),
        ("gate_reply/task", "encoder"),
        ("take_action/confirmed", "orders"),
        ("take_action/confirmed", "payments"),
        ("take_action/confirmed", "idempotency_store"),
        ("send_reply/task", "conversations"),
    ],
)
def test_a_dependency_that_fails_is_for_the_workflow_to_retry(state: str, port: str) -> None:
    services = _for(state)
    services.fail(port, times=1)
    with pytest.raises(Unavailable):
        call(state, services)
    assert call(state, services)["next"] == STATES[state]


def test_the_switch_sends_every_case_to_a_person() -> None:
    services = seeded()
    services.turn.on = True
    assert call("route_intent/task", services)["next"] == "person"


def test_a_draft_the_gate_holds_back_goes_to_a_person_with_the_reason() -> None:
    services = seeded()
    case = services.cases.get(CASE)
    assert case.draft is not None
    wild = case.draft.model_copy(update={"sentences": ("It arrives by drone in 99 minutes.",)})
    services.cases.put(case.model_copy(update={"draft": wild}))
    step = call("gate_reply/task", services)
    assert step["next"] == "person"
    assert step["reason"]


def test_a_refund_above_the_limit_is_done_only_once_reviewed() -> None:
    services = to_refund(question="refund order 1009")
    planned = services.cases.get(CASE)
    from firstcontact.actions import ACTIONS

    services.cases.put(planned.model_copy(update={"plan": ACTIONS["refund"].plan(planned.action_request, services)}))
    assert call("take_action/confirmed", services)["next"] == "person"
    assert call("take_action/reviewed", services)["next"] == "send"
    assert len(services.bank.paid) == 1


def test_a_state_that_is_retried_after_the_money_left_pays_once() -> None:
    services = to_refund()
    services.fail("payments.refund", times=1, after=True)
    with pytest.raises(Unavailable):
        call("take_action/confirmed", services)
    assert call("take_action/confirmed", services)["next"] == "send"
    assert len(services.bank.paid) == 1


def test_what_is_sent_is_what_the_case_says() -> None:
    services = seeded(status=Status.ANSWERED)
    call("send_reply/task", services)
    assert services.conversations.get(CONVERSATION).messages[-1].text == DELIVERY
    assert services.cases.get(CASE).closed_at is not None


def _outcome(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["case_id"], answer["ending"]


def test_the_outcome_is_recorded_with_what_the_workflow_cost() -> None:
    services = seeded(status=Status.ANSWERED)
    assert _outcome(call("record_outcome/task", services)) == (CASE, Ending.ANSWERED)
    lines = {line.item: line.amount for line in services.spent.events[-1].lines}
    assert lines["stepfunctions.transitions"] == services.durable.entered


def test_a_case_that_failed_on_its_way_is_recorded_as_failed() -> None:
    assert _outcome(call("record_outcome/failed", seeded(status=Status.ANSWERED))) == (CASE, Ending.FAILED)


def test_without_an_execution_no_transitions_are_claimed() -> None:
    services = seeded()
    call("record_outcome/no_execution", services)
    assert "stepfunctions.transitions" not in {line.item for line in services.spent.events[-1].lines}
