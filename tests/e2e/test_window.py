"""The chat window: status at once, sentences, hand-over, and a resume after the line was cut."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.e2e.suite import Suite

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
ENDS = ("reply", "handover", "error", "resumed")


@contextmanager
def _window(suite: Suite, person: str = "customer") -> Iterator[ClientConnection]:
    with connect(f"{suite.websocket}?token={suite.tokens[person]}", open_timeout=20) as window:
        yield window


def _say(window: ClientConnection, frame: dict[str, Any] | str) -> list[dict[str, Any]]:
    window.send(frame if isinstance(frame, str) else json.dumps(frame))
    events: list[dict[str, Any]] = []
    while not events or events[-1]["type"] not in ENDS:
        events.append(json.loads(window.recv(timeout=25)))
    return events


def test_a_message_gets_status_at_once_then_sentences_then_the_reply(suite: Suite) -> None:
    with _window(suite) as window:
        events = _say(window, {"action": "message", "text": "How long does standard delivery to Germany take?"})
    assert [e["stage"] for e in events if e["type"] == "status"] == ["received", "searching", "drafting", "checking"]
    sentences = [e["text"] for e in events if e["type"] == "sentence"]
    assert events[-1]["type"] == "reply"
    assert " ".join(sentences) == events[-1]["reply"]


def test_an_unsure_reply_is_handed_over_and_the_reviewer_s_words_arrive_in_the_open_window(suite: Suite) -> None:
    with _window(suite) as window:
        handover = _say(window, {"action": "message", "text": "Can I pay with Bitcoin?"})[-1]
        assert handover["type"] == "handover"
        suite.decide(handover["case_id"], {"decision": "edit", "text": "No Bitcoin, sorry."})
        late = json.loads(window.recv(timeout=25))
    assert (late["type"], late["message_id"], late["reply"]) == (
        "reply",
        handover["message_id"],
        "No Bitcoin, sorry.",
    )


def test_a_window_resumes_its_conversation_by_id(suite: Suite) -> None:
    with _window(suite) as window:
        reply = _say(window, {"action": "message", "text": "How long does standard delivery to Germany take?"})[-1]
    with _window(suite) as window:
        resumed = _say(window, {"action": "resume", "conversation_id": reply["conversation_id"]})[-1]
    assert [m["role"] for m in resumed["messages"]] == ["customer", "assistant"]
    with _window(suite, "other_customer") as window:
        refused = _say(window, {"action": "resume", "conversation_id": reply["conversation_id"]})[-1]
    assert refused["problem"]["code"] == "conversation_not_found"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("not json", "invalid_json"),
        ({"action": "message", "text": ""}, "invalid"),
        ({"action": "message", "text": "hi", "extra": 1}, "unknown_field"),
        ({"action": "message", "text": "x" * 9000}, "message_too_large"),
    ],
)
def test_a_bad_frame_is_told_what_is_wrong(suite: Suite, frame: Any, code: str) -> None:
    with _window(suite) as window:
        assert _say(window, frame)[-1]["problem"]["code"] == code


def test_nobody_opens_a_window_without_a_good_customer_token(suite: Suite) -> None:
    for token in ("", "nonsense", suite.tokens["reviewer"], suite.access_token("customer")):
        with pytest.raises((InvalidStatus, WebSocketException)), connect(f"{suite.websocket}?token={token}"):
            pass
