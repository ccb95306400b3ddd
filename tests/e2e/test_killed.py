"""A function whose process is killed while a customer waits: the case still ends, and every case has an owner."""

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from infra.local.runner.clients import client
from tests.e2e.suite import Suite, eventually, run_command

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker


def kill_workers(suite: Suite, function: str) -> int:
    """Kill the processes of a function of this suite; returns how many there were."""
    own = f"AWS_ENDPOINT_URL={suite.endpoint}\0".encode()
    handler = f"_HANDLER=functions.{function}.handler.handler\0".encode()
    killed = 0
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = place.read_bytes() + b"\0"
        except OSError:  # it has ended, or belongs to somebody else
            continue
        if own in variables and handler in variables:
            os.kill(int(place.parent.name), signal.SIGKILL)
            killed += 1
    return killed


def sweep(suite: Suite) -> dict[str, Any]:
    answer = client("lambda", suite.endpoint).invoke(FunctionName=suite.outputs["SweepCasesFunction"], Payload=b"{}")
    report: dict[str, Any] = json.loads(answer["Payload"].read())
    return report


def conversation_of(suite: Suite, title: str) -> str | None:
    headings = suite.call("GET", "/v1/conversations").json()["conversations"]
    return next((one["conversation_id"] for one in headings if one["title"] == title), None)


def test_a_question_whose_function_was_killed_is_answered_by_the_workflow(suite: Suite, folder: Path) -> None:
    text = f"Where is my order 1042? I asked at {time.time():.6f}"[:60]
    suite.fault("shopfront", mode="stall", seconds=3, times=3)
    asking = threading.Thread(target=lambda: suite.call("POST", "/v1/messages", json={"text": text}))
    asking.start()
    conversation_id = eventually(lambda: conversation_of(suite, text), "the message is stored")
    assert kill_workers(suite, "chat") >= 1
    asking.join()
    suite.clear_faults("shopfront")
    turns = suite.conversation(conversation_id, "customer")
    assert [turn["role"] for turn in turns] == ["customer"]

    def answered() -> bool:
        sweep(suite)
        latest = suite.conversation(conversation_id, "customer")[-1]
        return (latest["role"], latest["status"]) == ("assistant", "acted")

    assert eventually(answered, "the answer", patience=90)
    case_id = turns[0]["case_id"]
    story = [json.loads(line) for line in run_command(folder, "cases", "show", case_id).stdout.splitlines()]
    happened = [line["what"] for line in story]
    assert happened[0] == "case opened"
    assert {"GuardMessage", "RouteIntent", "TakeAction", "case closed"} <= set(happened)
    check = run_command(folder, "cases", "check")
    assert check.returncode == 0, check.stdout
    assert case_id not in check.stdout
