"""The claim workflow: a person decides every claim, and no photo is lost."""

from typing import Any

import pytest
from firstcontact.cases.steps import StepInput

from tests.workflows.interpreter import Failure, Machine, Run, load

CLAIM = load("claim")
KEY = "claims/case_1/clm_1/0"
GOES_WELL: dict[str, Any] = {
    "VerifyClaim": {"next": "person", "reason": "every claim is read"},
    "AskAPerson": {"next": "send"},
    "SendReply": {"next": "record", "reason": ""},
    "RecordOutcome": {"ending": "answered"},
}
ERRORS = ["Unavailable", "Unknown", "NotFound", "Lambda.Unknown"]


def arrive(key: str = KEY, /, **answers: Any) -> Run:
    event = {"source": "aws.s3", "detail": {"bucket": {"name": "uploads"}, "object": {"key": key, "size": 1}}}
    return Machine(CLAIM, GOES_WELL | answers).run(event)


def test_a_photo_is_checked_and_a_person_decides() -> None:
    run = arrive()
    steps = [state for state in run.path if CLAIM["States"][state]["Type"] == "Task"]
    assert steps == ["VerifyClaim", "AskAPerson", "SendReply", "RecordOutcome"]
    assert run.messages["ReviewQueue"][0] == {
        "case_id": "case_1",
        "task_token": "a-token",
        "reason": "every claim is read",
    }


def test_a_further_photo_of_a_claim_asks_nobody_again() -> None:
    run = arrive(VerifyClaim={"next": "record", "reason": ""})
    assert run.path[-1] == "RecordOutcome"
    assert not any(run.messages.values())


def test_a_claim_whose_review_was_replaced_ends_without_a_word() -> None:
    run = arrive(AskAPerson={"next": "record", "reason": "the case is decided elsewhere"})
    assert run.path[-1] == "RecordOutcome"
    assert "SendReply" not in run.path
    assert not run.messages["UnresolvedQueue"]


def test_the_check_is_given_the_photo_and_its_case() -> None:
    given = arrive().task("VerifyClaim")
    assert given.pop("key") == KEY
    assert StepInput.model_validate(given).case_id == "case_1"


@pytest.mark.parametrize("error", ERRORS)
def test_a_check_that_fails_leaves_the_claim_to_a_person(error: str) -> None:
    run = arrive(VerifyClaim=Failure(error))
    assert run.messages["ReviewQueue"][0]["reason"] == f"VerifyClaim failed: {error}"
    assert run.path[-1] == "RecordOutcome"


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("state", ["AskAPerson", "SendReply"])
def test_a_failure_of_the_review_or_after_it_is_kept_unresolved(state: str, error: str) -> None:
    run = arrive(**{state: Failure(error)})
    assert run.messages["UnresolvedQueue"] == [{"case_id": "case_1", "reason": f"{state} failed: {error}"}]
    assert run.task("RecordOutcome")["failed"] is True


@pytest.mark.parametrize("decision", [{}, {"next": "act"}])
def test_a_claim_is_never_acted_on_by_the_workflow(decision: dict[str, str]) -> None:
    run = arrive(AskAPerson=decision)
    assert run.messages["UnresolvedQueue"][0]["reason"] == "the review ended without a decision"


@pytest.mark.parametrize("key", ["claims/stray.jpg", "claims/", "claims/case_1/clm_1/0/more"])
def test_a_photo_that_names_no_claim_is_kept_for_somebody(key: str) -> None:
    run = arrive(key)
    assert run.messages["UnresolvedQueue"][0]["reason"] == f"the photo key belongs to no claim: {key}"
    assert run.attempts("VerifyClaim") == 0


def test_an_outcome_that_cannot_be_recorded_is_kept_and_seen() -> None:
    run = arrive(RecordOutcome=Failure("Invalid"))
    assert run.messages["UnresolvedQueue"] == [{"case_id": "case_1", "reason": "RecordOutcome failed: Invalid"}]
    assert run.error == "OutcomeUnknown"
