"""Events of the help desk, signed as it signs them, and what becomes of those that nobody can read."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Status
from firstcontact.connectors.zendesk.signature import sign_body

from tests.fakes.services import FakeServices
from tests.fakes.systems import WEBHOOK_SECRET
from tests.functions.handlers import body, event, handler

NOON = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "ticket_id": "3042",
    "comment_id": "88001",
    "author_id": "77",
    "author_role": "end-user",
    "comment": "How long does standard delivery to Germany take?",
    "updated_at": "2026-11-23T11:59:58Z",
}


def deliver(services: FakeServices, raw: bytes) -> dict[str, Any]:
    """The answer to these bytes, signed."""
    prepared = event("zendesk_webhook/ticket")
    moment = prepared["headers"]["X-Zendesk-Webhook-Signature-Timestamp"]
    signed = {"X-Zendesk-Webhook-Signature": sign_body(WEBHOOK_SECRET, moment, raw)}
    prepared["headers"] |= signed
    prepared["multiValueHeaders"] |= {name: [value] for name, value in signed.items()}
    prepared["body"], prepared["isBase64Encoded"] = base64.b64encode(raw).decode(), True
    answer: dict[str, Any] = handler("zendesk_webhook")(prepared, None, services)
    return answer


def send(services: FakeServices, **changed: Any) -> dict[str, Any]:
    """The answer to a good event with some fields changed."""
    return deliver(services, json.dumps({**GOOD, **changed}).encode())


def case_for_a_person(services: FakeServices, answer: dict[str, Any]) -> Case:
    """The case of an event that only a person can read: stored, started once, with nothing left pending."""
    case = services.cases.get(str(body(answer)["case_id"]))
    assert case.status is Status.IN_REVIEW
    assert case.reason.startswith("the ticket event could not be read: ")
    assert services.durable.started == [(case.case_id, "review")]
    assert case.intake_key in services.inbox.bodies
    assert not services.inbox.arrived
    return case
