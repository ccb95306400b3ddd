"""The help desk's webhook: only what is signed just now counts; it is stored first, and then it counts once."""

from collections.abc import Callable, Iterator

import pytest
from firstcontact.cases.case import Channel
from firstcontact.errors import Unavailable

from tests.fakes.services import FakeServices
from tests.fakes.systems import PREVIOUS_SECRET, WEBHOOK_SECRET
from tests.functions.handlers import body, call, event, problem
from tests.functions.ticket_events import NOON, send


@pytest.fixture(autouse=True, scope="module")
def _noon() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("functions.zendesk_webhook.handler.now", lambda: NOON)
        yield


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


def test_the_case_names_the_raw_event_that_was_stored(services: FakeServices) -> None:
    kept = services.cases.get(_taken(services, "ticket"))
    assert services.inbox.bodies == {kept.intake_key: event("zendesk_webhook/ticket")["body"].encode()}
    assert not services.inbox.arrived


def test_the_same_comment_again_is_the_same_case_whatever_the_headers_say(services: FakeServices) -> None:
    assert _taken(services, "ticket") == _taken(services, "repeated") == _taken(services, "ticket")
    assert len(services.durable.started) == len(services.case_file.kept) == 1


def test_the_next_comment_of_a_ticket_is_a_case_of_its_own(services: FakeServices) -> None:
    assert _taken(services, "ticket") != _taken(services, "next_comment")


def test_another_text_under_a_known_comment_is_the_same_case(services: FakeServices) -> None:
    first = _taken(services, "ticket")
    assert _taken(services, "changed_comment") == first
    assert services.cases.get(first).question == "How long does standard delivery to Germany take?"


def test_an_event_older_than_the_newest_of_its_comment_is_dropped_and_logged(
    services: FakeServices, written: Callable[[], str]
) -> None:
    case_id = body(send(services))["case_id"]
    late = body(send(services, updated_at="2026-11-23T11:00:00Z", comment="Before it was edited"))
    assert late == {"case_id": case_id, "taken": False}
    assert "stale event dropped" in written()
    assert len(services.durable.started) == 1


def test_a_newer_event_of_the_same_comment_is_a_repeat(services: FakeServices) -> None:
    first, second = send(services), send(services, updated_at="2026-11-23T12:00:05Z")
    assert body(first) == body(second)
    assert len(services.durable.started) == 1


@pytest.mark.parametrize("moment", ["2026-11-23T08:00:00Z", "", None, "November 23, 2026", "2026-11-23T08:00:00"])
def test_another_comment_that_arrives_late_is_still_a_case(services: FakeServices, moment: str | None) -> None:
    send(services)
    assert body(send(services, comment_id="88000", comment="First!", updated_at=moment))["taken"] is True
    assert len(services.durable.started) == 2


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
def test_whatever_is_not_signed_by_us_just_now_is_refused_and_not_stored(
    services: FakeServices, case: str, code: str
) -> None:
    problem(call(f"zendesk_webhook/{case}", services), 401, code)
    assert not services.case_file.kept
    assert not services.inbox.bodies


def test_the_published_test_secret_is_refused_even_where_it_is_configured(services: FakeServices) -> None:
    services.vault.held = {"webhook_secret": "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="}
    problem(call("zendesk_webhook/published_test_secret", services), 401, "bad_signature")


def test_during_a_rotation_the_previous_secret_still_signs(services: FakeServices) -> None:
    services.vault.held = {"webhook_secret": "brand-new", "previous_webhook_secret": WEBHOOK_SECRET}
    _taken(services, "ticket")
    services.vault.held = {"webhook_secret": WEBHOOK_SECRET, "previous_webhook_secret": PREVIOUS_SECRET}
    _taken(services, "previous_secret")


def test_a_secret_that_was_rotated_a_moment_ago_signs_at_once(services: FakeServices) -> None:
    services.vault.held = {"webhook_secret": "the one before"}
    services.vault.rotated = {"webhook_secret": WEBHOOK_SECRET, "previous_webhook_secret": "the one before"}
    _taken(services, "ticket")


@pytest.mark.parametrize("case", ["own_comment", "agent_comment"])
def test_our_own_and_other_agents_comments_start_nothing(services: FakeServices, case: str) -> None:
    assert body(call(f"zendesk_webhook/{case}", services)) == {"case_id": None, "taken": False}
    assert not services.case_file.kept
    assert not services.inbox.arrived


def test_what_cannot_be_stored_is_a_409_because_that_is_sent_again(services: FakeServices) -> None:
    services.fail("intake")
    problem(call("zendesk_webhook/ticket", services), 409, "try_again")
    assert not services.case_file.kept


@pytest.mark.parametrize("port", ["tickets", "cases", "help_desk"])
def test_what_was_stored_is_accepted_though_it_cannot_be_processed_now(services: FakeServices, port: str) -> None:
    services.fail(port)
    assert body(call("zendesk_webhook/ticket", services)) == {"case_id": None, "taken": True}
    assert set(services.inbox.arrived) == set(services.inbox.bodies)


def test_a_workflow_that_cannot_be_started_now_is_started_later(services: FakeServices) -> None:
    services.fail("workflow", times=1)
    taken = body(call("zendesk_webhook/ticket", services))
    assert (taken["taken"], services.durable.started) == (True, [])
    services.publish_due()
    assert services.durable.started == [(taken["case_id"], "guard")]


def test_a_case_that_was_stored_while_its_event_stays_pending_is_known_again(services: FakeServices) -> None:
    services.fail("intake.settle", times=1)
    assert body(call("zendesk_webhook/ticket", services)) == {"case_id": None, "taken": True}
    (case_id,) = services.case_file.kept
    assert body(call("zendesk_webhook/ticket", services)) == {"case_id": case_id, "taken": True}


def test_a_fault_of_ours_leaves_the_event_pending_and_is_logged_without_its_text(
    services: FakeServices, written: Callable[[], str]
) -> None:
    services.fail("tickets", error=RuntimeError("about Germany"))
    assert body(call("zendesk_webhook/ticket", services)) == {"case_id": None, "taken": True}
    assert services.inbox.arrived
    said = written()
    assert "event left pending" in said
    assert "Germany" not in said


def test_a_secret_that_cannot_be_read_is_a_503_that_is_sent_again(services: FakeServices) -> None:
    def fields() -> dict[str, str]:
        raise Unavailable("a connector's secret could not be read")

    services.vault.fields = fields  # type: ignore[method-assign]
    answer = call("zendesk_webhook/ticket", services)
    problem(answer, 503, "unavailable")
    assert "2" in str(answer["multiValueHeaders"]["Retry-After"])
    assert not services.inbox.bodies
