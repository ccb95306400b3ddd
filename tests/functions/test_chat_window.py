"""Chat over a WebSocket: status at once, then only what was checked, and a window that comes back loses nothing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from firstcontact.errors import TooSlow, Unauthenticated
from firstcontact.identity.records import Customer
from firstcontact.record import now

from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.functions.handlers import CANARY, CONNECTION, CONVERSATION, call, event, handler, seeded


@pytest.fixture
def services() -> FakeServices:
    connected = FakeServices()
    call("chat/connect", connected)
    return connected


def _kinds(services: FakeServices) -> list[object]:
    return [sent["type"] for _, sent in services.windows.sent]


def _problem(services: FakeServices) -> dict[str, Any]:
    ((connection, sent),) = services.windows.sent
    assert (connection, sent["type"]) == (CONNECTION, "error")
    found = sent["problem"]
    assert isinstance(found, dict)
    assert set(found) == {"type", "title", "status", "detail", "code", "remedy"}
    return found


def _say(services: FakeServices, text: str, **more: str) -> None:
    frame = {**event("chat/window_message"), "body": json.dumps({"action": "message", "text": text, **more})}
    assert handler("chat")(frame, None, services) == {"statusCode": 200}


def test_a_window_belongs_to_the_customer_the_authorizer_named(services: FakeServices) -> None:
    assert services.connections.customer(CONNECTION).customer_id == "cus_ada"
    assert call("chat/disconnect", services) == {"statusCode": 200}
    assert not services.open_windows.owners


ACTIONS = ["$connect", "$disconnect", "$default", "$CONNECT", " $disconnect", "CONNECT", "DISCONNECT", "connect"]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_named_like_a_rule_of_the_gateway_is_only_an_unknown_action(
    services: FakeServices, action: str
) -> None:
    owners = dict(services.open_windows.owners)
    frame = event("chat/window_message")
    frame["requestContext"]["routeKey"] = action if action in ACTIONS[:3] else "$default"
    frame["body"] = json.dumps({"action": action, "text": "hello"})
    assert handler("chat")(frame, None, services) == {"statusCode": 200}
    assert services.open_windows.owners == owners
    assert _problem(services)["code"] == "invalid"


def test_a_window_of_nobody_is_not_opened(services: FakeServices) -> None:
    with pytest.raises(Unauthenticated):
        call("chat/connect_without_customer", FakeServices())


def test_an_answer_comes_as_status_then_sentences_then_the_whole(services: FakeServices) -> None:
    services.library.texts = {"delivery": f"{DELIVERY} Express takes 1 working day."}
    services.library.updated_at = datetime(2026, 5, 3, tzinfo=UTC)
    assert call("chat/window_message", services) == {"statusCode": 200}
    stages = [sent["stage"] for sent in services.windows.events("status")]
    assert stages == ["received", "searching", "drafting", "checking"]
    sentences = [str(sent["text"]) for sent in services.windows.events("sentence")]
    (reply,) = services.windows.events("reply")
    assert " ".join(sentences) == reply["reply"]
    assert len(sentences) == 2
    assert "'updated_at': '2026-05-03T00:00:00Z'" in str(reply["sources"])
    assert _kinds(services)[-1] == "reply"


def test_nothing_of_a_draft_is_shown_before_the_gate_let_it_pass(services: FakeServices) -> None:
    services.writer.script = "Delivery is free by drone [1]."
    call("chat/window_message", services)
    assert _kinds(services) == ["status"] * 4 + ["handover"]
    assert "drone" not in str(services.windows.sent)


def test_a_window_that_leaves_half_way_finds_its_reply_when_it_comes_back(services: FakeServices) -> None:
    services.windows.gone.add(CONNECTION)
    call("chat/window_message", services)
    assert not services.windows.sent
    assert not services.open_windows.owners
    conversation_id = next(iter(services.talks._headings))
    services.windows.gone.clear()
    call("chat/connect", services)
    frame = {
        **event("chat/window_resume"),
        "body": json.dumps({"action": "resume", "conversation_id": conversation_id}),
    }
    handler("chat")(frame, None, services)
    (resumed,) = services.windows.events("resumed")
    assert DELIVERY in str(resumed["messages"])


def test_a_status_that_cannot_be_sent_is_no_reason_to_lose_the_reply(services: FakeServices) -> None:
    services.fail("socket.send", times=2)
    call("chat/window_message", services)
    assert _kinds(services)[-1] == "reply"
    assert services.talks.history[-1].text == DELIVERY


def test_a_confirmed_action_goes_on_behind_the_window(services: FakeServices) -> None:
    call("chat/window_refund", services)
    (asked,) = services.windows.events("reply")
    assert asked["status"] == "confirm"
    services.windows.sent.clear()
    services.connections.closed(CONNECTION)
    services.connections.opened(CONNECTION, Customer(customer_id="cus_ada"))  # a new window
    _say(services, "yes", conversation_id=str(asked["conversation_id"]))
    assert _kinds(services) == ["status", "status"]
    assert services.connections.following(str(asked["conversation_id"])) == [CONNECTION]
    assert services.durable.started == [(asked["case_id"], "action")]


def test_what_needs_longer_goes_on_behind_the_window(services: FakeServices) -> None:
    services.fail("drafter", error=TooSlow("not in time"))
    call("chat/window_message", services)
    assert set(_kinds(services)) == {"status"}
    assert [begin for _, begin in services.durable.started] == ["guard"]


def test_a_window_that_resumes_gets_its_conversation_and_follows_it() -> None:
    services = seeded()
    call("chat/window_resume", services)
    (resumed,) = services.windows.events("resumed")
    assert CANARY in str(resumed["messages"])
    assert services.connections.following(CONVERSATION) == [CONNECTION]


def test_a_foreign_conversation_is_not_resumed() -> None:
    services = seeded()
    services.connections.opened(CONNECTION, Customer(customer_id="cus_ben"))
    call("chat/window_resume", services)
    assert _problem(services)["code"] == "conversation_not_found"
    assert services.connections.following(CONVERSATION) == []


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ("window_unknown_action", 400, "invalid"),
        ("window_unknown_field", 400, "unknown_field"),
        ("window_not_json", 400, "invalid_json"),
        ("window_too_large", 413, "message_too_large"),
        ("window_replacement_character", 400, "invalid_encoding"),
        ("window_resume", 404, "conversation_not_found"),
    ],
)
def test_a_bad_frame_is_told_to_the_window_it_came_from(
    services: FakeServices, case: str, status: int, code: str
) -> None:
    assert call(f"chat/{case}", services) == {"statusCode": 200}
    found = _problem(services)
    assert (found["status"], found["code"]) == (status, code)
    assert not services.case_file.kept


def test_a_window_nobody_opened_gets_nothing_but_an_error() -> None:
    services = FakeServices()
    call("chat/window_message", services)
    assert _problem(services)["code"] == "connection_not_found"
    assert not services.case_file.kept


def test_a_failure_half_way_is_told_to_the_window(services: FakeServices) -> None:
    services.fail("case_transaction.write", times=1)
    call("chat/window_message", services)
    assert _problem(services)["code"] == "unavailable"


def test_a_reply_names_the_message_it_is(services: FakeServices) -> None:
    call("chat/window_message", services)
    (reply,) = services.windows.events("reply")
    assert reply["message_id"] == services.talks.history[-1].message_id
    assert services.talks.history[-1].at <= now()
