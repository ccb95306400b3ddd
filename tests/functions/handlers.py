"""Prepared events, the handlers they are for, and a suite that already knows what they name."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from firstcontact.cases.conversation import Heading, Message, Status
from firstcontact.claims.records import Claim
from firstcontact.entrypoints.invocation import Handler
from firstcontact.entrypoints.problem import MEDIA_TYPE
from firstcontact.identity.records import Customer
from firstcontact.record import now
from firstcontact.review.records import Review

from tests.examples import a_case, a_draft, a_passage, a_refund, asks_for
from tests.fakes.models import DELIVERY
from tests.fakes.services import CLIENT_ID, FakeServices
from tests.fakes.systems import ADA

EVENTS = Path(__file__).parents[2] / "events"
CASE, OTHER_CASE = "case_01KAQ2V8F0J3T9M4X6B7N5C1DE", "case_01KAQ2V8FB4K6M8P0R2T5W7Y9A"
CONVERSATION, MESSAGE = "conv_01KAQ2V8F1Q8W5R2Z4Y6K3H0GA", "msg_01KAQ2V8F3S6P8N0M2K4J7H9GB"
CLAIM, REVIEW = "clm_01KAQ2V8F2C7D9E1F3G5H8J0KM", "rev_01KAQ2V8F0J3T9M4X6B7N5C1DE"
CONNECTION = "Yb2QfcWzoAMCJhg="
CANARY = "Wren-Canary-7731"
QUESTION = f"I am {CANARY}. How long does standard delivery to Germany take?"
Answer = dict[str, Any]


def event(name: str, **told: str) -> dict[str, Any]:
    """A prepared event by ``function/case``, with its ``${Names}`` filled in."""
    text = (EVENTS / f"{name}.json").read_text("utf-8")
    for placeholder, value in {"UserPoolClientId": CLIENT_ID, **told}.items():
        text = text.replace(f"${{{placeholder}}}", value)
    prepared: dict[str, Any] = json.loads(text)
    return prepared


def handler(function: str) -> Handler:
    """The handler of a function."""
    found: Handler = import_module(f"functions.{function}.handler").handler
    return found


def call(name: str, services: FakeServices, **told: str) -> Answer:
    """What a function answers to one of its prepared events."""
    answer: Answer = handler(name.partition("/")[0])(event(name, **told), None, services)
    return answer


def saying(name: str, services: FakeServices, **body: Any) -> Answer:
    """The same with a body of one's own."""
    prepared = {**event(name), "body": json.dumps(body)}
    answer: Answer = handler(name.partition("/")[0])(prepared, None, services)
    return answer


def body(answer: Answer, status: int = 200) -> dict[str, Any]:
    """The JSON body of a REST answer that has this status."""
    assert answer["statusCode"] == status, answer
    content: dict[str, Any] = json.loads(answer["body"])
    return content


def problem(answer: Answer, status: int, code: str) -> dict[str, Any]:
    """The problem document of a REST answer, whole and with a remedy."""
    document = body(answer, status)
    assert set(document) == {"type", "title", "status", "detail", "code", "remedy"}
    assert (document["status"], document["code"]) == (status, code), document
    assert document["type"] == f"urn:first-contact:problem:{code}"
    assert all(document[name] for name in ("title", "detail", "remedy"))
    headers = {name: values[0] for name, values in (answer.get("multiValueHeaders") or {}).items()}
    headers |= answer.get("headers") or {}
    assert headers["Content-Type"] == MEDIA_TYPE
    assert headers["Cache-Control"] == "no-store"
    return document


def seeded(**more: Any) -> FakeServices:
    """A suite with everything that the prepared events name: case, conversation, claim, review, window."""
    services = FakeServices()
    given = {"text": DELIVERY, "draft": a_draft(), "passages": (a_passage(),), "status": Status.IN_REVIEW, **more}
    case = a_case(QUESTION, **{**given, "case_id": CASE, "conversation_id": CONVERSATION})
    heading = Heading(conversation_id=CONVERSATION, title="Delivery", opened_at=now())
    services.case_transaction.write(case, _reply(case.case_id), opens=heading)
    services.cases.put(a_case(QUESTION, case_id=OTHER_CASE, status=Status.IN_REVIEW))
    services.claims.put(_claim())
    services.reviews.put_new(_review(), "the task token")
    services.connections.opened(CONNECTION, Customer(customer_id=ADA))
    return services


def to_refund(**more: Any) -> FakeServices:
    """The same, its case one that waits to pay back order 1017."""
    services = seeded()
    case = services.cases.get(CASE)
    asked = {"question": f"refund order 1017, says {CANARY}", "route": asks_for("refund"), "plan": a_refund(), **more}
    services.cases.put(case.model_copy(update=asked))
    return services


def _reply(case_id: str) -> Message:
    return Message(
        message_id=MESSAGE, case_id=case_id, role="assistant", text=CANARY, at=now(), status=Status.ANSWERED
    )


def _claim() -> Claim:
    return Claim(
        claim_id=CLAIM,
        case_id=CASE,
        customer_id=ADA,
        order_id="1017",
        product_id="GUL-LITE",
        description=CANARY,
        created_at=now(),
    )


def _review() -> Review:
    return Review(
        review_id=REVIEW,
        case_id=CASE,
        channel=a_case().channel,
        question=QUESTION,
        draft=DELIVERY,
        reason="not sure enough",
        created_at=now(),
    )
