"""The poller: what the webhook did not deliver becomes a case, and what it delivered does not become two."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from firstcontact.channels import polling
from firstcontact.channels.intake import receive_event
from firstcontact.channels.polling import poll
from firstcontact.channels.ports import PollingState
from firstcontact.errors import Unavailable
from firstcontact.record import now
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.fakes.services import FakeServices

LIMITED = Unavailable("the help desk is limiting our requests", code="rate_limited")


@pytest.fixture(autouse=True)
def _pending_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PENDING_AGE", timedelta(0))


@pytest.fixture
def polled(services: FakeServices) -> FakeServices:
    """A suite whose poller has run before."""
    poll(services)
    return services


def _questions(services: FakeServices) -> list[str]:
    return sorted(case.question for case in services.case_file.kept.values())


def _webhook(ticket_id: str, comment_id: str, text: str) -> bytes:
    fields = {"ticket_id": ticket_id, "comment_id": comment_id, "author_id": "77", "author_role": "end-user"}
    return json.dumps({**fields, "comment": text}).encode()


def test_a_comment_that_the_webhook_never_delivered_becomes_a_case(polled: FakeServices) -> None:
    polled.desk.write("1", "11", "Where is my parcel?")
    report = poll(polled)
    (case,) = polled.case_file.kept.values()
    assert (case.question, case.ticket_id, case.reason) == ("Where is my parcel?", "1", "")
    assert polled.durable.started == [(case.case_id, "guard")]
    assert (report.started, report.tickets, report.failures) == (1, 1, ())
    assert json.loads(polled.inbox.bodies[case.intake_key])["comment"] == "Where is my parcel?"


def test_a_comment_that_the_webhook_delivered_is_no_second_case(polled: FakeServices) -> None:
    polled.desk.write("1", "11", "Where is my parcel?")
    receive_event(_webhook("1", "11", "Where is my parcel?"), polled)
    assert poll(polled).started == 0
    receive_event(_webhook("1", "11", "Where is my parcel?"), polled)
    assert len(polled.case_file.kept) == len(polled.durable.started) == 1


@pytest.mark.parametrize("more", [{"author_role": "agent"}, {"author_role": "admin"}, {"author_id": "900"}])
def test_what_we_or_an_agent_wrote_starts_nothing(polled: FakeServices, more: dict[str, str]) -> None:
    polled.desk.write("1", "11", "We looked into it.", **more)
    assert poll(polled).started == 0
    assert not polled.case_file.kept


def test_a_comment_whose_author_is_unknown_waits_for_a_person(polled: FakeServices) -> None:
    polled.desk.write("1", "11", "Hello?", author_role="")
    poll(polled)
    (case,) = polled.case_file.kept.values()
    assert "the author's role is unknown" in case.reason


def test_comments_from_before_the_first_run_are_not_ours(services: FakeServices) -> None:
    services.desk.write("1", "10", "Years ago", created_at=now() - timedelta(days=700))
    poll(services)
    services.desk.write("1", "11", "Today")
    poll(services)
    assert _questions(services) == ["Today"]


def test_a_help_desk_that_is_down_on_the_first_run_costs_no_comments(services: FakeServices) -> None:
    services.fail("help_desk.changed_tickets", times=1)
    with pytest.raises(Unavailable):
        poll(services)
    services.desk.write("1", "11", "Where is my parcel?")
    poll(services)
    assert _questions(services) == ["Where is my parcel?"]


def test_every_page_is_read_and_the_cursor_moves_with_each(polled: FakeServices) -> None:
    for number in range(7):
        polled.desk.write(str(number), f"{number}-1", f"Question {number}")
    assert poll(polled).started == 7
    assert polled.tickets.polled().cursor == "7"  # type: ignore[union-attr]
    assert poll(polled).tickets == 0


def test_a_ticket_that_cannot_be_read_keeps_back_the_cursor_but_not_the_others(polled: FakeServices) -> None:
    for number in range(7):
        polled.desk.write(str(number), f"{number}-1", f"Question {number}")
    polled.fail("help_desk.comments", times=1)
    report = poll(polled)
    assert (report.started, report.failures) == (6, ("unavailable",))
    assert polled.tickets.polled().cursor == "0"  # type: ignore[union-attr]
    assert poll(polled).started == 1
    assert len(polled.case_file.kept) == 7


def test_a_deleted_ticket_is_passed_over(polled: FakeServices) -> None:
    polled.desk.write("1", "11", "Never mind")
    polled.desk.write("2", "21", "Where is my parcel?")
    del polled.desk.said["1"]
    assert poll(polled).failures == ()
    assert _questions(polled) == ["Where is my parcel?"]


@pytest.mark.parametrize("port", ["help_desk.changed_tickets", "help_desk.comments"])
def test_a_rate_limit_ends_the_run_and_is_no_failure(polled: FakeServices, port: str) -> None:
    polled.desk.write("1", "11", "Where is my parcel?")
    polled.fail(port, times=1, error=LIMITED)
    assert poll(polled).failures == ()
    assert polled.faults.struck == [port]
    assert poll(polled).started == 1


def test_a_help_desk_that_cannot_poll_is_not_asked_but_pending_events_are_finished(services: FakeServices) -> None:
    services.desk.can_poll = False
    services.desk.write("2", "21", "Never seen")
    services.intake.keep(_webhook("1", "11", "Where is my parcel?"))
    assert poll(services).finished == 1
    assert _questions(services) == ["Where is my parcel?"]


def test_an_event_that_just_arrived_is_left_to_the_webhook(
    polled: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "PENDING_AGE", timedelta(seconds=60))
    polled.intake.keep(_webhook("1", "11", "Where is my parcel?"))
    assert poll(polled).finished == 0


def test_an_event_that_breaks_us_keeps_none_of_the_others_back(polled: FakeServices) -> None:
    for number in range(3):
        polled.intake.keep(_webhook("1", str(number), f"Question {number}"))
    polled.fail("tickets.bind", times=1, error=RuntimeError("a fault of ours"))
    report = poll(polled)
    assert (report.finished, report.failures) == (2, ("RuntimeError",))
    assert len(polled.inbox.arrived) == 1


def test_an_event_that_expired_is_no_longer_pending(polled: FakeServices) -> None:
    del polled.inbox.bodies[polled.intake.keep(b"{}")]
    assert poll(polled).failures == ()
    assert not polled.inbox.arrived


def test_a_run_that_another_overtook_stops(polled: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    polled.desk.write("1", "11", "Where is my parcel?")
    read = polled.comment_cases.polled()
    poll(polled)
    monkeypatch.setattr(polled.comment_cases, "polled", lambda: read)
    assert poll(polled).failures == ()
    assert len(polled.case_file.kept) == 1


def test_old_comments_are_looked_at_no_longer_than_needed(polled: FakeServices) -> None:
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    state = polled.comment_cases.state
    assert state is not None
    polled.comment_cases.state = state.model_copy(update={"since": begun})
    poll(polled)
    moved = polled.tickets.polled()
    assert moved is not None
    assert moved.since > now() - timedelta(hours=2)


def test_two_pollers_never_both_move_the_cursor(polled: FakeServices) -> None:
    read = polled.tickets.polled()
    assert isinstance(read, PollingState)
    polled.tickets.advance(read.model_copy(update={"cursor": "5"}))
    with pytest.raises(Exception, match="changed"):
        polled.tickets.advance(read.model_copy(update={"cursor": "3"}))


class Intake(RuleBasedStateMachine):
    """Comments, webhooks that arrive or do not, faults and polls, in any order."""

    @initialize()
    def begin(self) -> None:
        self.services, self.written = FakeServices(), dict[str, str]()
        poll(self.services)

    @rule(ticket=st.integers(1, 3), delivered=st.sampled_from(["never", "once", "twice"]))
    def comment(self, ticket: int, delivered: str) -> None:
        number = str(len(self.written))
        self.written[number] = f"Question {number}"
        self.services.desk.write(str(ticket), number, self.written[number])
        for _ in range(["never", "once", "twice"].index(delivered)):
            with suppress(Unavailable):
                receive_event(_webhook(str(ticket), number, self.written[number]), self.services)

    @rule(
        port=st.sampled_from(["tickets", "cases", "workflow", "intake", "help_desk.comments", "help_desk"]),
        after=st.booleans(),
        error=st.sampled_from([None, LIMITED]),
    )
    def fail(self, port: str, after: bool, error: Exception | None) -> None:
        self.services.fail(port, times=1, after=after, error=error)

    @rule()
    def poll(self) -> None:
        with suppress(Unavailable):
            poll(self.services)

    @invariant()
    def no_comment_is_two_cases(self) -> None:
        if hasattr(self, "services"):
            questions = _questions(self.services)
            assert len(questions) == len(set(questions)) == len(set(questions) & set(self.written.values()))

    def teardown(self) -> None:
        self.services.heal()
        poll(self.services)
        assert _questions(self.services) == sorted(self.written.values())
        started = sorted(case_id for case_id, _ in self.services.durable.started)
        assert started == sorted(self.services.case_file.kept)


TestIntake = Intake.TestCase
