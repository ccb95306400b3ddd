"""Whole cases through the real handlers and workflows: each stage runs once and in order, no call goes up a floor.

Which calls count: direct calls between functions of the product. A call through a library, through a fake or into a
generator has no caller in the product and is not judged.
"""

import io
import json
import re
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from firstcontact.claims.records import ClaimState
from PIL import Image

from tests.fakes.services import FakeServices
from tests.functions.handlers import REVIEW, body, call, event, handler, saying
from tests.resolution.tracing import Trace
from tests.workflows.interpreter import EXECUTION, Json, Machine, load

STAGES = {
    "firstcontact.resolution.steps.guard_message": "guard",
    "firstcontact.resolution.steps.route_message": "route",
    "firstcontact.resolution.steps.retrieve_passages": "retrieve",
    "firstcontact.resolution.steps.draft_reply": "draft",
    "firstcontact.resolution.steps.gate_reply": "gate",
    "firstcontact.resolution.act.plan_action": "plan",
    "firstcontact.resolution.act.take_action": "act",
    "firstcontact.channels.chat._settle": "settle",  # the chat's last step: reply, ask or hand over
    "firstcontact.channels.delivery.deliver": "send",
}
READING = ["guard", "route", "retrieve", "draft", "gate"]
QUESTION = "How long does standard delivery to Germany take?"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.chat.rest.WAIT", 0.0)
    signed_at = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)
    monkeypatch.setattr("functions.zendesk_webhook.handler.now", lambda: signed_at)


def stages(trace: Trace) -> list[str]:
    """The stages that ran, in order."""
    return [STAGES[name] for name in trace.entered if name in STAGES]


def say(services: FakeServices, text: str, **more: Any) -> dict[str, Any]:
    """What the chat answers over REST."""
    answer = saying("chat/message", services, text=text, **more)
    return body(answer, answer["statusCode"])


def resolve(services: FakeServices) -> None:
    """Run the resolution workflow that was started last."""
    case_id, begin = services.durable.started[-1]
    execution = f"{EXECUTION.rpartition(':')[0]}:{services.case_file.kept[case_id].execution}"
    play("resolution", {"case_id": case_id, "begin": str(begin), "execution": execution}, services)


def play(workflow: str, given: Json, services: FakeServices) -> None:
    """Run a workflow as it is deployed, with the real handlers; a person answers what is asked."""
    definition = load(workflow)
    tasks = [state for state, one in definition["States"].items() if one["Type"] == "Task"]

    def answer(state: str, arguments: Json) -> Any:
        if "QueueUrl" in arguments:
            return review(arguments["MessageBody"], services)
        function = re.sub(r"(?<!^)(?=[A-Z])", "_", state).lower()
        return handler(function)(arguments, None, services)

    answers = {state: partial(answer, state) for state in tasks}
    run = Machine(definition, answers, *([given["execution"]] if "execution" in given else [])).run(given)
    assert run.error is None
    assert not run.messages["UnresolvedQueue"]


def review(message: Json, services: FakeServices) -> Any:
    """File a review, then claim it and edit its reply; return what the waiting task is resumed with."""
    handler("file_review")({"Records": [{"messageId": "1", "body": json.dumps(message)}]}, None, services)
    (filed,) = services.reviews.waiting().reviews
    for prepared in ("claim", "edit"):
        request = json.dumps(event(f"review_desk/{prepared}")).replace(REVIEW, filed.review_id)
        body(handler("review_desk")(json.loads(request), None, services))
    return services.durable.resumed[message["task_token"]]


def answered_chat(services: FakeServices) -> Trace:
    with Trace() as trace:
        assert say(services, QUESTION)["status"] == "answered"
    return trace


def reviewed_chat(services: FakeServices) -> Trace:
    services.writer.script = "Delivery is free and takes 99 minutes by drone [1]."
    with Trace() as trace:
        case_id = say(services, QUESTION)["case_id"]
        resolve(services)
    assert services.cases.get(case_id).status == "answered"
    return trace


def answered_ticket(services: FakeServices) -> Trace:
    with Trace() as trace:
        body(call("zendesk_webhook/ticket", services))
        resolve(services)
    return trace


def order_status(services: FakeServices) -> Trace:
    with Trace() as trace:
        assert say(services, "Where is my order 1042?")["status"] == "acted"
    return trace


def refund(services: FakeServices) -> Trace:
    with Trace() as trace:
        asked = say(services, "refund order 1017")
        say(services, "yes", conversation_id=asked["conversation_id"])
        resolve(services)
    assert asked["status"] == "confirm"
    assert len(services.bank.paid) == 1
    return trace


def damage_claim(services: FakeServices) -> Trace:
    photo = io.BytesIO()
    Image.new("RGB", (32, 32), "white").save(photo, "JPEG")
    with Trace() as trace:
        opened = body(call("open_claim/open", services), 201)
        key = opened["uploads"][0]["fields"]["key"]
        services.bucket.objects[key] = photo.getvalue()
        uploaded = {"bucket": {"name": "uploads"}, "object": {"key": key, "size": 1}}
        play("claim", {"source": "aws.s3", "detail": uploaded}, services)
    assert services.claims.get(opened["claim_id"]).state is ClaimState.DECIDED
    return trace


WALKS = {
    answered_chat: [*READING, "settle"],
    reviewed_chat: [*READING, "settle", "send"],
    answered_ticket: [*READING, "send"],
    order_status: ["guard", "route", "plan", "act", "settle"],
    refund: ["guard", "route", "plan", "settle", "act", "send"],
    damage_claim: ["send"],
}


@pytest.mark.parametrize("walk", WALKS)
def test_each_stage_runs_once_and_in_order(walk: Any, services: FakeServices) -> None:
    assert stages(walk(services)) == WALKS[walk]


@pytest.mark.parametrize("walk", WALKS)
def test_no_call_goes_up_a_floor(walk: Any, services: FakeServices) -> None:
    trace = walk(services)
    assert trace.violations() == []
    assert len(trace.packages) >= 8
