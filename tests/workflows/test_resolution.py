"""The resolution workflow: where a case goes, and that no failure loses it."""

import itertools
from typing import Any

import pytest
from firstcontact.cases.steps import NextStep, StepInput
from firstcontact.review.records import ReviewRequest

from tests.workflows.interpreter import EXECUTION, Failure, Json, Machine, Run, load

RESOLUTION = load("resolution")
GOES_WELL: dict[str, Any] = {
    "GuardMessage": {"next": "route", "reason": ""},
    "RouteIntent": {"next": "retrieve", "reason": ""},
    "RetrieveKnowledge": {"next": "draft", "reason": ""},
    "DraftReply": {"next": "gate", "reason": ""},
    "GateReply": {"next": "send", "reason": ""},
    "TakeAction": {"next": "send", "reason": ""},
    "AskAPerson": {"next": "send"},
    "SendReply": {"next": "record", "reason": ""},
    "RecordOutcome": {"ending": "answered"},
}
STEPS = ["GuardMessage", "RouteIntent", "RetrieveKnowledge", "DraftReply", "GateReply", "TakeAction", "SendReply"]
ERRORS = ["Unavailable", "Unknown", "Invalid", "Lambda.Unknown", "Sandbox.Timedout", "States.QueryEvaluationError"]


def resolve(begin: str = "guard", reason: str | None = None, /, **answers: Any) -> Run:
    given = {"case_id": "case_1", "begin": begin} | ({"reason": reason} if reason else {})
    return Machine(RESOLUTION, GOES_WELL | answers).run(given)


def to(word: str, reason: str = "") -> Json:
    return {"next": word, "reason": reason}


def steps_of(run: Run) -> list[str]:
    return [state for state in run.path if RESOLUTION["States"][state]["Type"] == "Task"]


def test_a_sure_reply_is_sent_without_a_person() -> None:
    run = resolve()
    assert steps_of(run) == [*STEPS[:5], "SendReply", "RecordOutcome"]
    assert not run.messages["ReviewQueue"]


def test_a_confirmed_action_is_taken_at_once() -> None:
    assert steps_of(resolve("action")) == ["TakeAction", "SendReply", "RecordOutcome"]


def test_an_action_that_the_chat_had_no_time_to_plan_is_planned_by_the_function_that_takes_it() -> None:
    run = resolve(RouteIntent=to("plan"))
    assert steps_of(run) == ["GuardMessage", "RouteIntent", "TakeAction", "SendReply", "RecordOutcome"]
    assert run.task("TakeAction")["reviewed"] is False


def test_what_a_person_decided_already_goes_on_as_decided() -> None:
    assert steps_of(resolve("send")) == ["SendReply", "RecordOutcome"]
    approved = resolve("approved")
    assert steps_of(approved) == ["TakeAction", "SendReply", "RecordOutcome"]
    assert approved.task("TakeAction")["reviewed"] is True


def test_an_intent_that_needs_an_action_takes_it() -> None:
    assert steps_of(resolve("action")) == ["TakeAction", "SendReply", "RecordOutcome"]


def test_a_case_sent_to_review_is_read_by_a_person_for_the_reason_given() -> None:
    run = resolve("review", "the customer asked for one")
    assert steps_of(run) == ["AskAPerson", "SendReply", "RecordOutcome"]
    assert run.messages["ReviewQueue"][0]["reason"] == "the customer asked for one"


def test_an_unknown_beginning_goes_to_a_person() -> None:
    assert steps_of(resolve("anything else"))[0] == "AskAPerson"


@pytest.mark.parametrize("state", STEPS[:5])
def test_a_step_that_is_unsure_asks_a_person_and_says_why(state: str) -> None:
    begin = "action" if state == "TakeAction" else "guard"
    answers = {state: [to("person", "too dear"), to("send")]}
    run = resolve(begin, **answers)
    assert run.messages["ReviewQueue"][0]["reason"] == "too dear"
    assert steps_of(run)[-3:] == ["AskAPerson", "SendReply", "RecordOutcome"]


@pytest.mark.parametrize("state", STEPS[:5])
def test_a_word_nobody_knows_asks_a_person(state: str) -> None:
    begin = "action" if state == "TakeAction" else "guard"
    assert "AskAPerson" in resolve(begin, **{state: [to("dance"), to("send")]}).path


def test_an_approved_action_is_taken_as_reviewed() -> None:
    run = resolve("review", AskAPerson={"next": "act"})
    assert steps_of(run) == ["AskAPerson", "TakeAction", "SendReply", "RecordOutcome"]
    assert run.task("TakeAction")["reviewed"] is True
    assert run.task("SendReply")["reviewed"] is True


@pytest.mark.parametrize(
    "answers", [{"AskAPerson": to("record")}, {"AskAPerson": to("act"), "TakeAction": to("record")}]
)
def test_a_case_that_was_decided_elsewhere_ends_without_a_word(answers: Json) -> None:
    run = resolve("review", **answers)
    assert steps_of(run)[-1] == "RecordOutcome"
    assert "SendReply" not in run.path
    assert not run.messages["UnresolvedQueue"]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("state", STEPS)
def test_a_failure_before_a_review_brings_the_case_to_a_person(state: str, error: str) -> None:
    run = resolve("action" if state == "TakeAction" else "guard", **{state: Failure(error)})
    assert run.messages["ReviewQueue"][0]["reason"] == f"{state} failed: {error}"
    assert run.path[-1] == "RecordOutcome"


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize(("state", "decision"), [("SendReply", "send"), ("TakeAction", "act")])
def test_a_failure_after_a_review_is_kept_unresolved(state: str, decision: str, error: str) -> None:
    run = resolve("review", AskAPerson=to(decision), **{state: Failure(error)})
    assert run.messages["UnresolvedQueue"] == [{"case_id": "case_1", "reason": f"{state} failed: {error}"}]
    assert run.task("RecordOutcome")["failed"] is True
    assert len(run.messages["ReviewQueue"]) == 1


@pytest.mark.parametrize("error", [*ERRORS, "SQS.AmazonSQSException", "SQS.KmsAccessDeniedException"])
def test_a_person_who_cannot_be_asked_leaves_the_case_unresolved(error: str) -> None:
    run = resolve("review", AskAPerson=Failure(error))
    assert run.messages["UnresolvedQueue"] == [{"case_id": "case_1", "reason": f"AskAPerson failed: {error}"}]
    assert run.task("RecordOutcome")["failed"] is True


def test_a_person_who_does_not_answer_is_asked_again_for_eight_weeks() -> None:
    run = resolve("review", AskAPerson=[Failure("States.Timeout"), Failure("States.Timeout"), to("send")])
    assert len(run.messages["ReviewQueue"]) == 3
    assert run.path[-2:] == ["SendReply", "RecordOutcome"]
    never = resolve("review", AskAPerson=Failure("States.Timeout"))
    assert len(never.messages["ReviewQueue"]) == 8
    assert never.messages["UnresolvedQueue"][0]["reason"] == "AskAPerson failed: States.Timeout"


@pytest.mark.parametrize("decision", [{}, {"next": "dance"}])
def test_a_review_without_a_decision_is_kept_unresolved(decision: Json) -> None:
    run = resolve("review", AskAPerson=decision)
    assert run.messages["UnresolvedQueue"][0]["reason"] == "the review ended without a decision"
    assert "SendReply" not in run.path


@pytest.mark.parametrize("state", [*STEPS, "RecordOutcome"])
def test_what_may_work_later_is_tried_again_and_then_works(state: str) -> None:
    begin = "action" if state == "TakeAction" else "guard"
    run = resolve(
        begin, **{state: [Failure("Unavailable"), Failure("Lambda.TooManyRequestsException"), GOES_WELL[state]]}
    )
    assert run.attempts(state) == 3
    assert not any(run.messages.values())


@pytest.mark.parametrize("state", STEPS)
def test_retries_end(state: str) -> None:
    begin = "action" if state == "TakeAction" else "guard"
    answers = {state: Failure("Unavailable"), "AskAPerson": to("send")}
    assert resolve(begin, **answers).attempts(state) == (10 if state == "SendReply" else 5)  # once more after review


def test_an_action_with_an_unknown_result_is_not_repeated_without_a_person() -> None:
    run = resolve("action", TakeAction=Failure("Unknown"))
    assert run.attempts("TakeAction") == 1
    assert run.messages["ReviewQueue"][0]["reason"] == "TakeAction failed: Unknown"


def test_an_outcome_that_cannot_be_recorded_is_kept_and_seen() -> None:
    run = resolve(RecordOutcome=Failure("Invalid"))
    assert run.messages["UnresolvedQueue"] == [{"case_id": "case_1", "reason": "RecordOutcome failed: Invalid"}]
    assert run.error == "OutcomeUnknown"


@pytest.mark.parametrize("pair", list(itertools.combinations([*STEPS, "AskAPerson", "RecordOutcome"], 2)))
@pytest.mark.parametrize("begin", ["guard", "action", "review"])
def test_whatever_two_steps_fail_the_case_ends_recorded_or_with_somebody(begin: str, pair: tuple[str, str]) -> None:
    run = resolve(begin, **{state: Failure("Unavailable") for state in pair})
    recorded = run.path[-1] == "RecordOutcome" and run.error is None
    kept = bool(run.messages["UnresolvedQueue"])
    assert recorded or kept
    if not recorded:
        assert run.error == "OutcomeUnknown"
    if "SendReply" in pair:
        assert kept, "no reply left, so somebody must know"


def test_a_case_that_nobody_can_be_told_of_fails_for_all_to_see() -> None:
    run = resolve("review", AskAPerson=Failure("Invalid"), KeepUnresolved=Failure("SQS.AmazonSQSException"))
    assert run.error == "SQS.AmazonSQSException"


def test_every_function_is_given_a_task_that_it_accepts() -> None:
    run = resolve(GateReply=to("person", "unsure"))
    given = [StepInput.model_validate(arguments) for name, arguments in run.calls if name != "AskAPerson"]
    assert len(given) == 7
    assert {task.execution for task in given} == {EXECUTION}
    assert given[-1] == StepInput(case_id="case_1", reason="unsure", reviewed=True, execution=EXECUTION)


def test_the_review_queue_is_told_what_its_reader_accepts() -> None:
    (message,) = resolve("review").messages["ReviewQueue"]
    assert ReviewRequest.model_validate(message) == ReviewRequest(case_id="case_1", task_token="a-token", reason="")


def test_no_cause_of_a_failure_travels_on() -> None:
    run = resolve(DraftReply=Failure("Invalid"), SendReply=Failure("Invalid"))
    assert "private" not in str(run.messages) + str(run.calls)


# Where the default of a choice leads, and the two that only the chat points to: it plans, the workflow does.
NOT_CHOSEN = (NextStep.PERSON, NextStep.RECORD, NextStep.GUARD, NextStep.PLAN)


def test_choices_test_the_words_that_steps_say() -> None:
    conditions = " ".join(
        choice["Condition"]
        for state in RESOLUTION["States"].values()
        if state["Type"] == "Choice"
        for choice in state["Choices"]
    )
    assert all(f"'{word}'" in conditions for word in NextStep if word not in NOT_CHOSEN)
