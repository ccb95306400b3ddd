"""Bad input gets a typed error that says what to do, and loses nothing."""

import uuid
from typing import Any

import pytest

from tests.e2e.suite import Suite

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker


def _problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    assert set(problem) >= {"type", "title", "status", "detail", "code", "remedy"}
    return problem


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "x" * 9000}, 413, "message_too_large"),
        ({"text": "broken \ufffd"}, 400, "invalid_encoding"),
        ({"text": ""}, 400, "invalid"),
        ({"text": "   "}, 400, "invalid"),
        ({"text": "hello", "customer_id": "cus_ben"}, 400, "unknown_field"),
        ({}, 400, "missing_field"),
        ({"text": "hello", "conversation_id": "conv_nonsense"}, 400, "invalid"),
        ({"text": "hello", "conversation_id": "conv_01ARZ3NDEKTSV4RRFFQ69G5FAV"}, 404, "conversation_not_found"),
    ],
)
def test_a_bad_message_is_refused(suite: Suite, body: dict[str, str], status: int, code: str) -> None:
    _problem(suite.call("POST", "/v1/messages", json=body), status, code)


def test_a_foreign_conversation_looks_like_an_unknown_one(suite: Suite) -> None:
    theirs = suite.ask("What are your opening hours?", "other_customer")["conversation_id"]
    body = {"text": "hello", "conversation_id": theirs}
    _problem(suite.call("POST", "/v1/messages", json=body), 404, "conversation_not_found")
    _problem(suite.call("GET", f"/v1/conversations/{theirs}"), 404, "conversation_not_found")


def test_no_token_a_forged_one_and_one_of_the_wrong_use_are_refused(suite: Suite) -> None:
    body = {"text": "hello"}
    head, payload, signature = suite.tokens["customer"].split(".")
    forged = f"{head}.{payload}.{signature[:-8]}AAAAAAAA"
    for token in ("", "nonsense", forged):
        assert suite.call("POST", "/v1/messages", token, json=body).status_code == 401
    access = suite.access_token("customer")
    _problem(suite.call("POST", "/v1/messages", access, json=body), 401, "wrong_token_use")


def test_staff_cannot_chat_and_customers_cannot_review_or_read_costs(suite: Suite) -> None:
    _problem(suite.call("POST", "/v1/messages", "reviewer", json={"text": "hi"}), 403, "not_a_customer")
    _problem(suite.call("GET", "/v1/reviews"), 403, "not_in_group")
    _problem(suite.call("GET", "/v1/costs", "reviewer"), 403, "not_in_group")
    _problem(suite.call("GET", "/v1/report"), 403, "not_in_group")


def test_the_same_key_is_the_same_reply_and_another_body_is_a_conflict(suite: Suite) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    first = suite.call("POST", "/v1/messages", json={"text": "What are your support hours?"}, headers=headers)
    again = suite.call("POST", "/v1/messages", json={"text": "What are your support hours?"}, headers=headers)
    assert first.json() == again.json()
    other = suite.call("POST", "/v1/messages", json={"text": "Something else"}, headers=headers)
    _problem(other, 409, "idempotency_mismatch")
