"""Chat over REST: a signed-in customer's message is answered, acted on, or kept for a person; bad input never."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from firstcontact.cases.conversation import Status

from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.functions.handlers import CANARY, CONVERSATION, MESSAGE, body, call, problem, saying, seeded


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.chat.rest.WAIT", 0.0)


def _ask(services: FakeServices, text: str, **more: Any) -> dict[str, Any]:
    answer = saying("chat/message", services, text=text, **more)
    assert answer["statusCode"] in (200, 202)
    return body(answer, answer["statusCode"])


def test_a_question_the_articles_answer_is_answered_with_its_source(services: FakeServices) -> None:
    reply = body(call("chat/message", services))
    assert (reply["status"], reply["reply"]) == ("answered", DELIVERY)
    assert [source["document_id"] for source in reply["sources"]] == ["shipping-costs-and-times"]
    assert reply["confidence"] >= 0.85
    assert set(reply) == {"conversation_id", "case_id", "status", "reply", "sources", "confidence"}


def test_a_source_tells_how_old_it_is_also_when_it_is_asked_again(services: FakeServices) -> None:
    services.library.updated_at = datetime(2026, 5, 3, tzinfo=UTC)
    for said in [body(call("chat/keyed", services)) for _ in range(2)]:
        assert [source["updated_at"] for source in said["sources"]] == ["2026-05-03T00:00:00Z"]
    (kept,) = services.conversations.get(said["conversation_id"]).messages[-1].sources
    assert kept.updated_at == services.library.updated_at


def test_the_conversation_holds_what_was_said_on_both_sides(services: FakeServices) -> None:
    reply = body(call("chat/message", services))
    said = services.conversations.get(reply["conversation_id"]).messages
    assert [(message.role, message.status) for message in said] == [("customer", None), ("assistant", "answered")]


def test_a_draft_that_is_not_backed_waits_for_a_person(services: FakeServices) -> None:
    services.writer.script = "Delivery is free and takes 99 minutes by drone [1]."
    reply = body(call("chat/message", services))
    assert (reply["status"], reply["sources"]) == ("in_review", [])
    assert "drone" not in str(reply)
    assert services.durable.started == [(reply["case_id"], "review")]


def test_where_an_order_is_is_told_at_once(services: FakeServices) -> None:
    reply = body(call("chat/message_order", services))
    assert reply["status"] == "acted"
    assert "KP1042" in reply["reply"]


def test_a_refund_asks_first_and_goes_on_after_a_yes(services: FakeServices) -> None:
    asked = body(call("chat/message_refund", services))
    assert asked["status"] == "confirm"
    assert not services.bank.asked
    answer = saying("chat/message", services, text="yes", conversation_id=asked["conversation_id"])
    assert body(answer, 202)["case_id"] == asked["case_id"]
    assert services.durable.started == [(asked["case_id"], "action")]


def test_a_yes_counts_only_right_after_the_question(services: FakeServices) -> None:
    asked = _ask(services, "refund order 1017")
    _ask(services, "How long does standard delivery to Germany take?", conversation_id=asked["conversation_id"])
    assert _ask(services, "yes", conversation_id=asked["conversation_id"])["case_id"] != asked["case_id"]
    assert not services.durable.started or services.durable.started[0][1] != "action"


def test_somebody_else_s_yes_does_not_count(services: FakeServices) -> None:
    asked = _ask(services, "refund order 1017")
    foreign = saying("chat/foreign_conversation", services, text="yes", conversation_id=asked["conversation_id"])
    problem(foreign, 404, "conversation_not_found")
    assert not services.durable.started


def test_an_injected_message_goes_to_a_person(services: FakeServices) -> None:
    reply = body(call("chat/message_injected", services))
    assert reply["status"] == "in_review"
    assert not services.writer.seen
    assert not services.bank.asked


def test_no_model_sees_private_data(services: FakeServices) -> None:
    body(call("chat/message_private", services))
    for seen in (*services.writer.seen, *services.classifier.seen):
        assert "canary" not in seen
        assert "4111" not in seen
        assert "[EMAIL_1]" in seen


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ("too_large", 413, "message_too_large"),
        ("invalid_utf8", 400, "invalid_encoding"),
        ("replacement_character", 400, "invalid_encoding"),
        ("escaped_replacement_character", 400, "invalid_encoding"),
        ("lone_surrogate", 400, "invalid"),
        ("empty_text", 400, "invalid"),
        ("blank_text", 400, "invalid"),
        ("missing_text", 400, "missing_field"),
        ("text_no_string", 400, "invalid"),
        ("unknown_field", 400, "unknown_field"),
        ("not_json", 400, "invalid_json"),
        ("not_an_object", 400, "invalid"),
        ("no_body", 400, "missing_field"),
        ("bad_conversation_id", 400, "invalid"),
        ("unknown_conversation", 404, "conversation_not_found"),
        ("foreign_conversation", 404, "conversation_not_found"),
        ("access_token", 401, "wrong_token_use"),
        ("other_client", 401, "wrong_audience"),
        ("no_claims", 401, "unauthenticated"),
        ("staff", 403, "not_a_customer"),
        ("key_too_long", 400, "invalid"),
        ("read_foreign_conversation", 404, "conversation_not_found"),
        ("feedback_foreign", 404, "conversation_not_found"),
        ("feedback_neither_up_nor_down", 400, "invalid"),
        ("no_such_route", 404, "no_such_route"),
    ],
)
def test_bad_input_is_a_problem_with_a_remedy_and_keeps_nothing(case: str, status: int, code: str) -> None:
    services = seeded()
    before = (dict(services.case_file.kept), len(services.talks.history))
    document = problem(call(f"chat/{case}", services), status, code)
    assert "cus_ben" not in str(document)
    assert (services.case_file.kept, len(services.talks.history)) == before


def test_a_foreign_conversation_looks_exactly_like_an_unknown_one() -> None:
    foreign = problem(call("chat/foreign_conversation", seeded()), 404, "conversation_not_found")
    assert foreign == problem(call("chat/unknown_conversation", seeded()), 404, "conversation_not_found")


@pytest.mark.parametrize("header", ["Idempotency-Key", "idempotency-key"])
def test_the_same_key_is_the_same_reply_and_the_work_is_done_once(services: FakeServices, header: str) -> None:
    first, again = (body(call("chat/keyed", services)) for _ in range(2))
    assert first == again
    assert len(services.case_file.kept) == 1


def test_a_key_with_another_body_is_a_conflict(services: FakeServices) -> None:
    call("chat/keyed", services)
    problem(call("chat/keyed_other_body", services), 409, "idempotency_mismatch")


def test_a_key_of_another_customer_is_another_key(services: FakeServices) -> None:
    first = body(call("chat/keyed", services))
    assert body(call("chat/keyed_other_customer", services))["case_id"] != first["case_id"]


def test_a_keyed_message_that_failed_may_be_sent_again(services: FakeServices) -> None:
    services.fail("case_transaction.write", times=1)
    problem(call("chat/keyed", services), 503, "unavailable")
    assert body(call("chat/keyed", services))["status"] == "answered"


def test_only_one_s_own_conversations_are_listed() -> None:
    listed = body(call("chat/list_conversations", seeded()))
    assert [heading["conversation_id"] for heading in listed["conversations"]] == [CONVERSATION]


def test_a_conversation_shows_its_messages() -> None:
    shown = body(call("chat/read_conversation", seeded()))
    assert [message["message_id"] for message in shown["messages"]] == [MESSAGE]


def test_a_thumb_is_kept_with_its_reply() -> None:
    services = seeded()
    assert body(call("chat/feedback", services))["feedback"] == "up"
    (message,) = services.conversations.get(CONVERSATION).messages
    assert (message.feedback, message.text, message.status) == ("up", CANARY, Status.ANSWERED)


def test_a_thumb_for_a_reply_that_is_not_there_is_not_found() -> None:
    services = seeded()
    services.talks.get(CONVERSATION)
    services.talks._messages.clear()
    problem(call("chat/feedback", services), 404, "message_not_found")


def test_what_cannot_be_kept_is_said_so_with_a_short_wait(services: FakeServices) -> None:
    services.fail("case_transaction")
    answer = call("chat/message", services)
    problem(answer, 503, "unavailable")
    assert "2" in str(answer["multiValueHeaders"]["Retry-After"])


@pytest.mark.parametrize("port", ["router", "encoder", "index", "drafter", "switch"])
def test_a_model_or_index_that_fails_ends_with_a_person(services: FakeServices, port: str) -> None:
    services.fail(port)
    assert body(call("chat/message", services))["status"] == "in_review"
    assert [begin for _, begin in services.durable.started] == ["review"]


@pytest.mark.parametrize("port", ["orders", "shipping"])
def test_a_shop_that_fails_ends_with_a_person(services: FakeServices, port: str) -> None:
    services.fail(port)
    assert body(call("chat/message_order", services))["status"] == "in_review"
    assert [begin for _, begin in services.durable.started] == ["review"]


def test_nothing_but_its_kind_and_place_is_told_of_an_error_nobody_foresaw(
    services: FakeServices, written: Callable[[], str]
) -> None:
    services.fail("case_transaction.write", error=RuntimeError(f"boom: {CANARY}"))
    problem(call("chat/message", services), 500, "internal")
    said = written()
    assert CANARY not in said
    assert "RuntimeError" in said
    assert "chat.py" in said
