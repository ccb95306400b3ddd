"""What holds for every function and every prepared event: metered once, silent about people, never at a loss."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from firstcontact.errors import FirstContactError

from tests.fakes.services import FakeServices
from tests.functions.handlers import CANARY, EVENTS, call, event, seeded, to_refund
from tests.functions.tokens import PublishedKeys, token

NOON = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)
PREPARED = sorted(f"{path.parent.name}/{path.stem}" for path in EVENTS.glob("*/*.json"))
FUNCTIONS = sorted(path.parent.name for path in (EVENTS.parent / "functions").glob("*/handler.py"))
SPOKEN = ("text", "comment", "description", "requester_email", "reason")


@pytest.fixture(autouse=True)
def _at_noon_with_published_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.zendesk_webhook.handler.now", lambda: NOON)
    monkeypatch.setattr("firstcontact.adapters.aws.cognito._keys", lambda url: PublishedKeys())
    monkeypatch.setattr("functions.chat.rest.WAIT", 0.0)


def _suite(name: str) -> FakeServices:
    services = to_refund() if name.startswith("take_action") else seeded()
    if name.startswith("file_review"):
        services.review_file.kept.clear()
    return services


def _outcome(name: str, services: FakeServices) -> str:
    """How a call went, without the ids that differ from one to the next."""
    try:
        answer = call(name, services, Token=token())
    except FirstContactError as error:
        return f"raised {error.code}"
    return str(answer.get("statusCode", sorted(answer)))


def _private(name: str) -> list[str]:
    """What the event and the suite know of people: none of it belongs into a log."""
    given = event(name)
    bodies = [given.get("body"), *(record.get("body") for record in given.get("Records", ()))]
    told = [CANARY, "canary.ada@private.example", "ada@customers.tidewire.example", "4111 1111"]
    for text in bodies:
        try:
            body = json.loads(text or "{}")
        except ValueError:
            body = {"text": text}
        if isinstance(body, dict):
            told += [str(body[word]) for word in SPOKEN if len(str(body.get(word, ""))) > 12]
    return [words for words in told if words != "not sure enough"]


def test_every_function_has_prepared_events() -> None:
    assert {name.partition("/")[0] for name in PREPARED} >= set(FUNCTIONS) - {"console"}


@pytest.mark.parametrize("name", PREPARED)
def test_no_prepared_event_is_left_to_the_last_door(name: str) -> None:
    assert _outcome(name, _suite(name)) not in ("500", "503", "raised internal")


@pytest.mark.parametrize("name", PREPARED)
def test_every_invocation_leaves_exactly_one_cost_event_and_every_case_of_a_batch_its_own(name: str) -> None:
    services = _suite(name)
    _outcome(name, services)
    taken_together = name.startswith("ingest_knowledge/")
    assert len(services.spent.events) == (1 if taken_together else len(event(name).get("Records", [None])))
    for cost in services.spent.events:
        assert cost.total is not None
        assert {"lambda.requests", "lambda.gb_seconds"} <= {line.item for line in cost.lines}


@pytest.mark.parametrize("name", PREPARED)
def test_a_cost_ledger_that_is_down_changes_no_answer(name: str, written: Callable[[], str]) -> None:
    expected = _outcome(name, _suite(name))
    services = _suite(name)
    services.fail("costs.put")
    written()
    assert _outcome(name, services) == expected
    assert "CostEventsLost" in written()


@pytest.mark.parametrize("name", PREPARED)
def test_no_word_of_a_person_is_logged(name: str, written: Callable[[], str]) -> None:
    _outcome(name, _suite(name))
    said = written()
    assert '"message":"invocation"' in said
    for words in _private(name):
        assert words not in said


@pytest.mark.parametrize("name", [name for name in PREPARED if name.split("/")[1] in ("task", "confirmed", "photo")])
def test_a_state_s_cost_and_log_line_name_its_case(name: str, written: Callable[[], str]) -> None:
    services = _suite(name)
    _outcome(name, services)
    case_id: Any = event(name)["case_id"]
    assert [cost.case_id for cost in services.spent.events] == [case_id]
    assert f'"case_id":"{case_id}"' in written()


@pytest.mark.parametrize("name", ["chat/message", "chat/window_message", "open_claim/open", "zendesk_webhook/ticket"])
def test_the_cost_of_what_opens_a_case_is_that_case_s(name: str) -> None:
    services = _suite(name)
    known = set(services.case_file.kept)
    _outcome(name, services)
    (opened,) = set(services.case_file.kept) - known
    assert [cost.case_id for cost in services.spent.events] == [opened]


@pytest.mark.parametrize("name", [name for name in PREPARED if "httpMethod" in event(name)])
def test_no_answer_about_a_person_may_be_stored_on_its_way(name: str) -> None:
    answer = call(name, _suite(name))
    headers = {name: values[0] for name, values in (answer.get("multiValueHeaders") or {}).items()}
    headers |= answer.get("headers") or {}
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_one_case_s_name_does_not_stay_for_the_next_invocation(written: Callable[[], str]) -> None:
    services = _suite("send_reply/task")
    _outcome("send_reply/task", services)
    written()
    _outcome("report/report", services)
    assert event("send_reply/task")["case_id"] not in written()
    assert services.spent.events[-1].case_id is None


def test_a_price_that_is_not_known_makes_the_cost_unknown_and_the_reply_is_still_sent(
    written: Callable[[], str],
) -> None:
    services = _suite("chat/message")
    services.price_book = services.price_book.model_copy(update={"items": {}})
    assert _outcome("chat/message", services) == "200"
    (cost,) = services.spent.events
    assert cost.total is None
    assert "UnpricedInvocations" in written()
