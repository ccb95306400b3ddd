import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from infra.local.sandbox.state import Record, State
from infra.local.sandbox.zendesk.desk import zendesk
from infra.local.sandbox.zendesk.webhook import Webhook, signature, wait_before_retry
from tests.sandbox.test_zendesk import HEADERS, opened

SETTINGS = {"url": "http://127.0.0.1:9/hook", "secret": "s3cret"}
EVENT: Record = {"ticket_id": "1", "author_role": "end-user"}


class Receiver:
    """Answers in turn and keeps what it was sent; an exception in place of an answer is raised."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers: Iterator[httpx.Response | Exception] = iter(answers)
        self.sent: list[tuple[bytes, dict[str, str]]] = []

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        self.sent.append((body, headers))
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


def delivered(tmp_path: Path, receiver: Receiver) -> Record:
    webhook = Webhook(State(tmp_path), post=receiver, sleep=lambda _: None)
    webhook.deliver(SETTINGS, EVENT)
    return webhook.deliveries[0]


def test_the_signature_covers_timestamp_and_raw_body(tmp_path: Path) -> None:
    receiver = Receiver(httpx.Response(200))
    delivered(tmp_path, receiver)
    body, headers = receiver.sent[0]
    timestamp = headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert headers["X-Zendesk-Webhook-Signature"] == signature("s3cret", timestamp, body)
    assert json.loads(body) == EVENT


def test_the_signature_is_what_the_receiving_side_expects() -> None:
    from firstcontact.connectors.zendesk.signature import sign_body

    assert signature("secret", "2026-03-01T00:00:00Z", b"{}") == sign_body("secret", "2026-03-01T00:00:00Z", b"{}")


@pytest.mark.parametrize(
    ("answers", "tries"),
    [
        ([httpx.Response(200)], 1),
        ([httpx.Response(409), httpx.Response(200)], 2),
        ([httpx.Response(409)] * 9, 4),
        ([httpx.Response(500)], 1),
        ([httpx.Response(503)], 1),
        ([httpx.Response(503, headers={"retry-after": "2"}), httpx.Response(200)], 2),
        ([httpx.Response(429, headers={"retry-after": "600"})], 1),
        ([httpx.ReadTimeout("slow")] * 9, 6),
        ([httpx.ConnectError("down")], 1),
    ],
)
def test_a_delivery_is_tried_again_as_the_vendor_does(
    tmp_path: Path, answers: list[httpx.Response | Exception], tries: int
) -> None:
    delivery = delivered(tmp_path, Receiver(*answers))
    assert (len(delivery["statuses"]), delivery["done"]) == (tries, True)


def test_a_retry_keeps_its_invocation_id(tmp_path: Path) -> None:
    receiver = Receiver(httpx.Response(409), httpx.Response(200))
    delivered(tmp_path, receiver)
    assert len({headers["X-Zendesk-Webhook-Invocation-Id"] for _, headers in receiver.sent}) == 1


def test_no_answer_counts_as_a_time_out() -> None:
    assert [wait_before_retry(None, failures) for failures in (5, 6)] == [1.0, None]


class Recorded(Webhook):
    """Keeps what would be sent."""

    def fire(self, event: Record) -> None:
        self.deliveries.append(event)


def test_the_trigger_fires_for_public_comments_of_anybody_and_for_no_note(tmp_path: Path) -> None:
    webhook = Recorded(State(tmp_path))
    client = TestClient(Starlette(routes=[zendesk(webhook.state, webhook)]))
    ticket = opened(client)
    for comment in ({"body": "Our answer"}, {"body": "A note", "public": False}):
        client.put(f"{ticket}.json", json={"ticket": {"comment": comment}}, headers=HEADERS)
    assert [(event["author_role"], event["comment"]) for event in webhook.deliveries] == [
        ("end-user", "It is broken"),
        ("agent", "Our answer"),
    ]
    assert webhook.deliveries[0]["requester_email"] == "ada@customers.tidewire.example"


def test_a_webhook_may_not_point_elsewhere(client: TestClient) -> None:
    for url in ("http://203.0.113.9/x", "https://tidewire.example/", "not a url"):
        answer = client.put("/zendesk/_sandbox/webhook", json={"url": url, "secret": "s"})
        assert answer.status_code == 400
    assert client.put("/zendesk/_sandbox/webhook", json=SETTINGS).status_code == 204
