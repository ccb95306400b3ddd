"""What holds of every workflow file, whatever its states do."""

import re

import pytest

from infra.workflows import DEFINITIONS, file_of, render
from tests.workflows.interpreter import Json, load

WORKFLOWS = sorted(DEFINITIONS)
OF_CASES = [name for name in WORKFLOWS if name != "bulk"]
PATIENT = ["Unavailable", "Lambda.TooManyRequestsException", "Lambda.ServiceException"]


def tasks(definition: Json) -> dict[str, Json]:
    return {name: state for name, state in definition["States"].items() if state["Type"] == "Task"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_committed_definition_is_the_rendered_one(name: str) -> None:
    assert file_of(name).read_text() == render(name), "run: make workflows"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_state_leads_to_one_that_exists_and_is_reached(name: str) -> None:
    definition = load(name)
    text = str(definition["States"])
    led_to = set(re.findall(r"'(?:Next|Default)': '(\w+)'", text)) | {definition["StartAt"]}
    assert led_to == set(definition["States"])


@pytest.mark.parametrize("name", OF_CASES)
def test_every_function_is_retried_within_bounds_and_every_error_caught(name: str) -> None:
    for state, task in tasks(load(name)).items():
        if task["Resource"] != f"${{{state}}}":
            continue
        (retry,) = task["Retry"]
        assert set(PATIENT) <= set(retry["ErrorEquals"])
        assert retry["MaxAttempts"] <= 4
        assert (retry["BackoffRate"], retry["JitterStrategy"]) == (2, "FULL")
        assert retry["MaxDelaySeconds"] <= 20
        (catch,) = task["Catch"]
        assert catch["ErrorEquals"] == ["States.ALL"]
        assert f"{state} failed: " in catch["Assign"]["task"]


def test_a_bulk_ingestion_is_patient_with_an_index_that_is_busy() -> None:
    states = load("bulk")["States"]
    reading = states["ReadFiles"]["ItemProcessor"]["States"]["IngestFiles"]
    for task in (reading, states["CheckFiles"]):
        retry, *_ = task["Retry"]
        assert set(PATIENT) <= set(retry["ErrorEquals"])
        assert (retry["MaxDelaySeconds"], retry["JitterStrategy"]) == (120, "FULL")
    assert "Conflict" in reading["Retry"][0]["ErrorEquals"]
    # What a batch that ran out of time has read stays read, so that the next try gets further.
    assert "Sandbox.Timedout" in reading["Retry"][0]["ErrorEquals"]
    assert 1 <= states["ReadFiles"]["MaxConcurrency"] <= 8


@pytest.mark.parametrize("name", OF_CASES)
def test_a_reviewer_has_a_week(name: str) -> None:
    asking = load(name)["States"]["AskAPerson"]
    assert asking["TimeoutSeconds"] == 7 * 24 * 3600
    assert asking["Resource"].endswith("sqs:sendMessage.waitForTaskToken")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_workflow_names_an_account_a_region_or_a_partition(name: str) -> None:
    text = file_of(name).read_text()
    assert "arn:aws" not in text
    assert not re.search(r"\d{12}", text)
