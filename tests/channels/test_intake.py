"""Intake of tickets when functions are killed: an event that was stored becomes one case, started once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from firstcontact.channels import polling
from firstcontact.channels.intake import Outcome, finish_event, receive_event
from firstcontact.channels.polling import poll
from firstcontact.channels.ports import PollingState
from firstcontact.errors import Unavailable
from firstcontact.record import now
from firstcontact.review import desk
from firstcontact.review.records import Choice, Decision

from tests.contracts.racing import race
from tests.durable import DurablePath
from tests.fakes.services import FakeServices

WRITES = ("keep", "settle", "bind", "put", "advance")
EVENT = {"ticket_id": "1", "comment_id": "2", "author_id": "77", "author_role": "end-user", "comment": "Hello?"}


class Killed(BaseException):
    """The function is gone: nothing of it runs any more."""


class Kills:
    """Counts the writes of all ports, and kills the function before or after one of them."""

    def __init__(self, services: FakeServices, at: int, *, after: bool) -> None:
        self.writes, self._at, self._after = 0, at, after
        for name in ("intake", "tickets", "cases"):
            setattr(services, name, _Counted(getattr(services, name), self))

    def around(self, write: Any, *given: Any, **named: Any) -> Any:
        self.writes += 1
        strikes = self.writes == self._at
        if strikes and not self._after:
            raise Killed
        result = write(*given, **named)
        if strikes:
            raise Killed
        return result


class _Counted:
    def __init__(self, port: object, kills: Kills) -> None:
        self._port, self._kills = port, kills

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name not in WRITES:
            return found
        return lambda *given, **named: self._kills.around(found, *given, **named)


@pytest.fixture(autouse=True)
def _pending_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PENDING_AGE", timedelta(0))


def _body(**changed: object) -> bytes:
    return json.dumps({**EVENT, **changed}).encode()


def _one_case_that_runs(services: FakeServices) -> None:
    (case,) = services.case_file.kept.values()
    assert [case_id for case_id, _ in services.durable.started] == [case.case_id]
    assert not services.inbox.arrived


def _crash_points(run: Any) -> Iterator[tuple[int, bool]]:
    """Every write of a run, before and after it was made."""
    counted = Kills(services := FakeServices(), 0, after=False)
    run(services)
    yield from ((at, after) for at in range(1, counted.writes + 1) for after in (False, True))


@pytest.mark.parametrize("changed", [{}, {"comment": ""}, {"ticket_id": None}])
@pytest.mark.parametrize("finisher", ["the repeat", "the poller"])
def test_an_event_whose_function_is_killed_at_any_write_is_one_case_in_the_end(
    finisher: str, changed: dict[str, object]
) -> None:
    body = _body(**changed)
    points = list(_crash_points(lambda services: receive_event(body, services)))
    assert len(points) >= 8
    for at, after in points:
        services = FakeServices()
        Kills(services, at, after=after)
        with pytest.raises(Killed):
            receive_event(body, services)
        was_stored = bool(services.inbox.bodies)
        if finisher == "the repeat":
            receive_event(body, services)
        else:
            poll(services)
        if was_stored or finisher == "the repeat":
            _one_case_that_runs(services)


def test_a_poller_that_is_killed_at_any_write_loses_no_comment_and_takes_none_twice() -> None:
    def wrote(services: FakeServices) -> FakeServices:
        services.tickets.advance(PollingState(since=datetime(2026, 1, 1, tzinfo=UTC)))
        for number in range(5):
            services.desk.write(str(number), f"{number}-1", f"Question {number}")
        return services

    points = list(_crash_points(lambda services: poll(wrote(services))))
    assert len(points) > 40
    for at, after in points:
        services = wrote(FakeServices())
        Kills(services, at, after=after)
        try:
            poll(services)
        except Killed:
            poll(services)
        assert len(services.case_file.kept) == len(services.durable.started) == 5
        assert not services.inbox.arrived


def test_the_same_event_at_the_same_moment_is_one_case() -> None:
    for _ in range(20):
        services = FakeServices()
        results = race([partial(receive_event, _body(), services)] * 4)
        assert len({result.case_id for result in results}) == 1  # type: ignore[union-attr]
        _one_case_that_runs(services)


def test_an_event_that_arrives_before_the_one_it_is_older_than_was_finished_is_dropped(
    services: FakeServices,
) -> None:
    early, late = _body(updated_at="2026-11-23T11:00:00Z"), _body(updated_at="2026-11-23T12:00:00Z")
    key = services.intake.keep(early)
    taken = receive_event(late, services)
    assert finish_event(key, early, services).outcome is Outcome.STALE
    assert finish_event(key, late, services) == taken
    _one_case_that_runs(services)


@pytest.mark.parametrize(
    ("changed", "linked"), [({"ticket_id": None}, False), ({"author_id": None}, False), ({"comment": ""}, True)]
)
def test_an_unreadable_event_waits_at_the_desk_until_a_person_decides(
    services: FakeServices, changed: dict[str, object], linked: bool
) -> None:
    path, body = DurablePath(services), _body(**changed)
    receive_event(body, services)
    path.run()
    (review,) = services.review_file.kept.values()
    assert review.question == body.decode()
    assert review.reason.startswith("the ticket event could not be read: ")
    assert bool(services.desk.notes) is linked
    claimed = desk.claim(review, "rosa", now(), services.cases, services.reviews)
    edit = Decision(decision=Choice.EDIT, text="We have written to you.")
    desk.resume(desk.decide(claimed, edit, "rosa", now(), services), services)
    path.run()
    (case,) = services.case_file.kept.values()
    assert case.closed_at is not None
    assert list(services.desk.replies.values()) == (["We have written to you."] if linked else [])
    assert not path.queue
    assert not path.unresolved


def test_a_case_that_was_stored_for_a_person_stays_with_a_person_though_a_later_event_can_be_read(
    services: FakeServices,
) -> None:
    services.fail("intake.settle", times=1)
    with pytest.raises(Unavailable):
        receive_event(_body(comment=""), services)
    receive_event(_body(), services)
    ((_, begin),) = services.durable.started
    assert begin == "review"
