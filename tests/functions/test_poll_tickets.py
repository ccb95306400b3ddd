"""The scheduled poller as a function: a run that failed in part raises, so that its alarm is raised."""

from collections.abc import Callable

import pytest
from firstcontact.errors import Unavailable

from tests.fakes.services import FakeServices
from tests.functions.handlers import call


def test_a_run_reports_what_it_did(services: FakeServices) -> None:
    call("poll_tickets/schedule", services)
    services.desk.write("1", "11", "Where is my parcel?")
    assert call("poll_tickets/schedule", services) == {"finished": 0, "started": 1, "tickets": 1, "failures": []}


def test_a_run_that_could_not_read_a_ticket_fails_after_it_did_the_rest(services: FakeServices) -> None:
    call("poll_tickets/schedule", services)
    for number in ("1", "2"):
        services.desk.write(number, f"{number}1", "Where is my parcel?")
    services.fail("help_desk.comments", times=1)
    with pytest.raises(Unavailable, match="1 events or tickets could not be taken"):
        call("poll_tickets/schedule", services)
    assert len(services.case_file.kept) == 1


def test_a_help_desk_that_cannot_be_polled_is_logged_and_no_failure(
    services: FakeServices, written: Callable[[], str]
) -> None:
    services.desk.can_poll = False
    call("poll_tickets/schedule", services)
    assert "cannot be polled" in written()
