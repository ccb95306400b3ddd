"""The help desk's webhook: only what is signed just now counts, and it counts once."""

from datetime import UTC, datetime

import pytest
from firstcontact.cases.case import Channel

from tests.fakes.services import FakeServices
from tests.fakes.systems import PREVIOUS_SECRET, WEBHOOK_SECRET
from tests.functions.handlers import body, call, problem

NOON = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.zendesk_webhook.handler.now", lambda: NOON)


def _taken(services: FakeServices, case: str) -> str:
    answer = body(call(f"zendesk_webhook/{case}", services))
    assert answer["taken"] is True
    return str(answer["case_id"])


@pytest.mark.parametrize("case", ["ticket", "ticket_in_base64"])
def test_a_customer_s_comment_starts_a_case_of_nobody(services: FakeServices, case: str) -> None:
    kept = services.cases.get(_taken(services, case))
    assert (kept.channel, kept.ticket_id, kept.customer_id) == (Channel.ZENDESK, "3042", None)
    assert kept.question == "How long does standard delivery to Germany take?"
    assert services.durable.started == [(kept.case_id, "guard")]
    assert services.spent.events[-1].case_id == kept.case_id


def test_the_same_comment_again_is_the_same_case_whatever_the_headers_say(services: FakeServices) -> None:
    assert _taken(services, "ticket") == _taken(services, "repeated") == _taken(services, "ticket")
    assert len(services.durable.started) == len(services.case_file.kept) == 1


def test_the_next_comment_of_a_ticket_is_a_case_of_its_own(services: FakeServices) -> None:
    assert _taken(services, "ticket") != _taken(services, "next_comment")


def test_another_text_under_a_known_comment_is_a_conflict(services: FakeServices) -> None:
    _taken(services, "ticket")
    problem(call("zendesk_webhook/changed_comment", services), 409, "idempotency_mismatch")


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("forged", "bad_signature"),
        ("forged_with_letters", "bad_signature"),
        ("unsigned", "bad_signature"),
        ("published_test_secret", "bad_signature"),
        ("body_before_timestamp", "bad_signature"),
        ("changed_after_signing", "bad_signature"),
        ("previous_secret", "bad_signature"),
        ("stale", "stale_signature"),
        ("early", "stale_signature"),
    ],
)
def test_whatever_is_not_signed_by_us_just_now_is_refused(services: FakeServices, case: str, code: str) -> None:
    problem(call(f"zendesk_webhook/{case}", services), 401, code)
    assert not services.case_file.kept
    assert not services.book.entries


def test_the_published_test_secret_is_refused_even_where_it_is_configured(services: FakeServices) -> None:
    services.vault.held = {"webhook_secret": "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="}
    problem(call("zendesk_webhook/published_test_secret", services), 401, "bad_signature")


def test_during_a_rotation_the_previous_secret_still_signs(services: FakeServices) -> None:
    services.vault.held = {"webhook_secret": "brand-new", "previous_webhook_secret": WEBHOOK_SECRET}
    _taken(services, "ticket")
    services.vault.held = {"webhook_secret": WEBHOOK_SECRET, "previous_webhook_secret": PREVIOUS_SECRET}
    _taken(services, "previous_secret")


@pytest.mark.parametrize("case", ["own_comment", "agent_comment"])
def test_our_own_and_other_agents_comments_start_nothing(services: FakeServices, case: str) -> None:
    assert body(call(f"zendesk_webhook/{case}", services)) == {"case_id": None, "taken": False}
    assert not services.case_file.kept


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ("missing_field", 400, "missing_field"),
        ("not_json", 400, "invalid_json"),
        ("too_large", 413, "message_too_large"),
    ],
)
def test_a_signed_body_that_makes_no_sense_is_refused(
    services: FakeServices, case: str, status: int, code: str
) -> None:
    problem(call(f"zendesk_webhook/{case}", services), status, code)


@pytest.mark.parametrize("port", ["cases", "idempotency_store", "workflow"])
def test_what_cannot_be_taken_now_is_a_409_because_that_is_sent_again(services: FakeServices, port: str) -> None:
    services.fail(port)
    problem(call("zendesk_webhook/ticket", services), 409, "try_again")


@pytest.mark.parametrize(
    "port", ["idempotency_store.begin", "idempotency_store.settle", "cases.put", "workflow.start"]
)
@pytest.mark.parametrize("after", [False, True])
def test_a_delivery_that_broke_off_is_taken_by_a_later_one_and_starts_once(
    services: FakeServices, port: str, after: bool
) -> None:
    services.fail(port, times=1, after=after)
    problem(call("zendesk_webhook/ticket", services), 409, "try_again")
    services.book.clock += services.book.hold + 1
    case_id = _taken(services, "repeated")
    assert services.durable.started == [(case_id, "guard")]


def test_a_help_desk_that_cannot_say_who_we_are_is_asked_again_after_a_short_wait(services: FakeServices) -> None:
    services.fail("help_desk")
    answer = call("zendesk_webhook/ticket", services)
    problem(answer, 503, "unavailable")
    assert "2" in str(answer["multiValueHeaders"]["Retry-After"])
