"""Tickets: a signed trigger starts the workflow, the reply appears on the ticket, nothing triggers us again."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from firstcontact.connectors.zendesk.signature import PUBLISHED_TEST_SECRET, sign_body

from infra.local.runner.clients import client
from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.e2e.suite import Suite, eventually

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
SECRET = SANDBOX_TOKENS["zendesk"]["webhook_secret"]


def _open_ticket(suite: Suite, text: str) -> str:
    return suite.open_ticket("Question", text, "ada@customers.tidewire.example")


def _public(comments: list[dict[str, Any]]) -> list[str]:
    return [comment["body"] for comment in comments[1:] if comment["public"]]


def test_a_ticket_the_articles_answer_gets_a_public_reply(suite: Suite) -> None:
    ticket = _open_ticket(suite, "How long does standard delivery to Germany take?")
    replies = eventually(lambda: _public(suite.comments(ticket)), "a public reply")
    assert len(replies) == 1


def test_an_unsure_draft_waits_as_an_internal_note_until_a_person_decides(suite: Suite) -> None:
    ticket = _open_ticket(suite, "Can I pay with Bitcoin?")
    note = eventually(
        lambda: next((c for c in suite.comments(ticket)[1:] if not c["public"]), None), "an internal note"
    )
    assert not _public(suite.comments(ticket))
    case_id = next(r["case_id"] for r in suite.waiting() if r["review_id"] in note["body"])
    suite.decide(case_id, {"decision": "edit", "text": "No, we do not take Bitcoin."})
    assert eventually(lambda: _public(suite.comments(ticket)), "the reply") == ["No, we do not take Bitcoin."]


def _send(suite: Suite, event: Any, *, secret: str = SECRET, at: datetime | None = None) -> Any:
    """The answer to an event, or to these bytes, signed."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    moment = (at or datetime.now(UTC)).isoformat()
    headers = {
        "X-Zendesk-Webhook-Signature": sign_body(secret, moment, body),
        "X-Zendesk-Webhook-Signature-Timestamp": moment,
        "Content-Type": "application/json",
    }
    return suite.call("POST", "/v1/zendesk/webhooks", "", content=body, headers=headers)


def _event() -> dict[str, str]:
    return {
        "ticket_id": "1",
        "comment_id": uuid.uuid4().hex,
        "author_id": "77",
        "author_role": "end-user",
        "comment": "Can I pay with Bitcoin?",
    }


def test_a_forged_or_stale_signature_is_refused(suite: Suite) -> None:
    for secret in ("somebody else's", PUBLISHED_TEST_SECRET):
        refused = _send(suite, _event(), secret=secret)
        assert (refused.status_code, refused.json()["code"]) == (401, "bad_signature")
    stale = _send(suite, _event(), at=datetime.now(UTC) - timedelta(minutes=10))
    assert (stale.status_code, stale.json()["code"]) == (401, "stale_signature")


def test_a_repeated_webhook_is_one_case(suite: Suite) -> None:
    event = _event()
    first, again = _send(suite, event), _send(suite, event)
    assert first.status_code == again.status_code == 200
    assert first.json()["case_id"] == again.json()["case_id"]


def test_an_agent_s_comment_starts_nothing(suite: Suite) -> None:
    assert _send(suite, {**_event(), "author_role": "agent"}).json() == {"case_id": None, "taken": False}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"comment": "He said "no""}', "it is not JSON"),
        (json.dumps([1]).encode(), "it is not a JSON object"),
        (json.dumps({**_event(), "ticket_id": None}).encode(), "it names no ticket"),
        (json.dumps({**_event(), "comment": ""}).encode(), "the comment is empty"),
        (json.dumps({**_event(), "comment": "P\ufffdckchen"}).encode(), "lost to a wrong encoding"),
        (json.dumps({**_event(), "comment": "Hello. " * 100_000}).encode(), "the comment is too long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_event_that_cannot_be_read_is_accepted_and_waits_for_a_person(
    suite: Suite, raw: bytes, reason: str
) -> None:
    accepted = _send(suite, raw)
    assert accepted.status_code == 200, accepted.text
    review = suite.review_of(accepted.json()["case_id"])
    assert reason in review["reason"]
    decided = suite.decide(review["case_id"], {"decision": "reject"})
    assert decided["state"] == "decided"


@pytest.mark.parametrize(
    "changed", [{"tags": None}, {"tags": ["vip"]}, {"subject": None}, {"subject": "x" * 100_000}]
)
def test_what_an_answer_does_not_need_may_have_any_shape(suite: Suite, changed: dict[str, object]) -> None:
    accepted = _send(suite, {**_event(), **changed})
    assert (accepted.status_code, accepted.json()["taken"]) == (200, True)


def _poll(suite: Suite) -> None:
    """Run the poller now; its schedule may run it, too."""
    answer = client("lambda", suite.endpoint).invoke(FunctionName=suite.outputs["PollTicketsFunction"], Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()


@contextmanager
def _webhook_down(suite: Suite) -> Iterator[None]:
    """The help desk's webhook calls an address that nobody listens at."""
    control = f"{suite.sandbox}/zendesk/_sandbox/webhook"
    httpx.put(control, json={"url": "http://127.0.0.1:9/", "secret": SECRET}).raise_for_status()
    try:
        yield
    finally:
        url = f"{suite.api}/v1/zendesk/webhooks"
        httpx.put(control, json={"url": url, "secret": SECRET}).raise_for_status()


def test_a_ticket_that_the_webhook_lost_is_found_by_the_poller_and_answered_once(suite: Suite) -> None:
    _poll(suite)
    with _webhook_down(suite):
        ticket = _open_ticket(suite, "How long does standard delivery to Germany take?")
    _poll(suite)
    eventually(lambda: _public(suite.comments(ticket)), "a public reply")
    _poll(suite)
    assert len(_public(suite.comments(ticket))) == 1
