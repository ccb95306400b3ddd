"""The contract of every connector that answers tickets: each case comments once."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from firstcontact.connectors import Connector, Kind, http
from firstcontact.connectors.zendesk import export
from firstcontact.errors import NotFound, Unavailable, Unknown, VendorRefused
from firstcontact.record import now
from firstcontact.systems.help_desk import ChangedTicket, Ticketing

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.zendesk.people import INTEGRATION_ID
from tests.connectors.conftest import Limits, System

KIND: Kind = "help_desk"
ADA = {"name": "Ada", "email": "ada@customers.tidewire.example"}
LONG_AGO, SOON = now() - timedelta(days=1), now() + timedelta(days=1)


class Desk:
    """The help desk as an agent sees it."""

    def __init__(self, sandbox: str) -> None:
        fields = SANDBOX_TOKENS["zendesk"]
        auth = (f"{fields['email']}/token", fields["token"])
        self._client = httpx.Client(base_url=f"{sandbox}/zendesk/api/v2", auth=auth)
        self.ticket_id = self.open("Broken")

    def comments(self) -> list[tuple[str, bool]]:
        found: list[dict[str, Any]] = self._client.get(f"/tickets/{self.ticket_id}/comments.json").json()["comments"]
        return [(comment["body"], comment["public"]) for comment in found[1:]]

    def open(self, text: str, **more: Any) -> str:
        """A new ticket of Ada's."""
        ticket = {"subject": "Router", "comment": {"body": text}, "requester": ADA, **more}
        return str(self._client.post("/tickets.json", json={"ticket": ticket}).json()["ticket"]["id"])

    def write(self, ticket_id: str, text: str, **more: Any) -> None:
        """One more comment of Ada's on a ticket."""
        requester = self._client.get(f"/tickets/{ticket_id}.json").json()["ticket"]["requester_id"]
        comment = {"body": text, "author_id": requester, **more}
        self._client.put(f"/tickets/{ticket_id}.json", json={"ticket": {"comment": comment}})

    def close(self) -> None:
        self._client.put(f"/tickets/{self.ticket_id}.json", json={"ticket": {"status": "closed"}})


@pytest.fixture
def desk(sandbox: str) -> Desk:
    return Desk(sandbox)


@pytest.fixture
def help_desk(connected: Any) -> Ticketing:
    found: Ticketing = connected
    return found


def test_a_case_replies_once_and_notes_once_however_often_it_asks(help_desk: Ticketing, desk: Desk) -> None:
    for _ in range(2):
        help_desk.note(desk.ticket_id, "Waiting for a person", case_id="case_1")
        help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")
    help_desk.reply(desk.ticket_id, "Hello again", case_id="case_2")
    assert desk.comments() == [("Waiting for a person", False), ("Hello", True), ("Hello again", True)]


def test_a_reply_whose_answer_was_lost_is_not_sent_twice(help_desk: Ticketing, desk: Desk, system: System) -> None:
    system.fail(mode="after_success", method="PUT")
    help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")
    help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")
    assert desk.comments() == [("Hello", True)]


def test_a_reply_that_may_be_lost_is_unknown_and_can_be_asked_for_again(
    help_desk: Ticketing, desk: Desk, system: System
) -> None:
    system.fail(mode="fail", method="PUT", status=502)
    with pytest.raises(Unknown):
        help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")
    help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")
    assert desk.comments() == [("Hello", True)]


def test_text_appears_as_it_was_written(help_desk: Ticketing, desk: Desk) -> None:
    text = "Press <b>Reset</b> & hold.\n* not a list"
    help_desk.reply(desk.ticket_id, text, case_id="case_1")
    assert desk.comments() == [(text, True)]


def test_a_placeholder_of_the_vendor_is_not_filled(help_desk: Ticketing, desk: Desk) -> None:
    help_desk.reply(desk.ticket_id, "Mail {{ticket.requester.email}}", case_id="case_1")
    assert "requester.email" in desk.comments()[0][0]


def test_our_own_comments_can_be_told_from_others(help_desk: Ticketing) -> None:
    assert help_desk.own_author_id() == str(INTEGRATION_ID)


def test_an_unknown_ticket_is_not_found_and_a_closed_one_cannot_be_answered(help_desk: Ticketing, desk: Desk) -> None:
    with pytest.raises(NotFound):
        help_desk.reply("999999", "Hello", case_id="case_1")
    desk.close()
    with pytest.raises(VendorRefused):
        help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")


def test_a_rate_limit_is_unavailable_and_surely_did_nothing(help_desk: Ticketing, desk: Desk, system: System) -> None:
    system.fail(mode="rate_limit", method="PUT", seconds=30)
    with pytest.raises(Unavailable) as raised:
        help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")
    assert (raised.value.code, isinstance(raised.value, Unknown), desk.comments()) == ("rate_limited", False, [])


def test_a_help_desk_whose_secret_was_never_filled_is_not_polled(connector: Connector) -> None:
    fields = {"base_url": "https://not-connected.invalid", "token": "generated"}
    unfilled: Ticketing = connector.load()(Limits().access(fields))
    assert not unfilled.can_poll


def _changed(help_desk: Ticketing, cursor: str = "", since: datetime = LONG_AGO) -> tuple[list[ChangedTicket], str]:
    """Every ticket changed since the cursor, read page by page, and the cursor after them."""
    found: list[ChangedTicket] = []
    while True:
        page = help_desk.changed_tickets(cursor, since)
        found, cursor = [*found, *page.tickets], page.cursor
        if page.is_last:
            return found, cursor


@pytest.fixture
def polling(help_desk: Ticketing) -> Ticketing:
    """A help desk that can be polled; a connector that cannot must say so."""
    if not help_desk.can_poll:
        pytest.skip("this connector says that it cannot poll")
    return help_desk


@pytest.mark.parametrize("size", [1, 2, 50])
def test_every_change_is_found_once_whatever_the_page_size(
    polling: Ticketing, desk: Desk, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(export, "TICKETS_PER_PAGE", size)
    tickets = [desk.ticket_id, *(desk.open(f"Question {number}") for number in range(4))]
    found, cursor = _changed(polling)
    assert [ticket.ticket_id for ticket in found] == tickets
    assert _changed(polling, cursor) == ([], cursor)
    desk.write(tickets[1], "Still there?")
    found, later = _changed(polling, cursor)
    assert ([ticket.ticket_id for ticket in found], later != cursor) == ([tickets[1]], True)


def test_a_first_poll_may_begin_now(polling: Ticketing, desk: Desk) -> None:
    assert _changed(polling, since=now())[0]


def test_a_changed_ticket_has_its_tags(polling: Ticketing, desk: Desk) -> None:
    desk.open("Hello", tags=["vip", "valued"])
    assert _changed(polling)[0][-1].tags == ("vip", "valued")


@pytest.mark.parametrize("size", [1, 2, 20])
def test_public_comments_are_read_oldest_first_with_the_roles_of_their_authors(
    polling: Ticketing, desk: Desk, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(export, "COMMENTS_PER_PAGE", size)
    polling.note(desk.ticket_id, "A note", case_id="case_1")
    polling.reply(desk.ticket_id, "Try it again", case_id="case_1")
    desk.write(desk.ticket_id, "It is 📦 still broken")
    found = polling.comments(desk.ticket_id, LONG_AGO)
    assert [(comment.text, comment.author_role) for comment in found] == [
        ("Broken", "end-user"),
        ("Try it again", "agent"),
        ("It is 📦 still broken", "end-user"),
    ]
    assert found[1].author_id == polling.own_author_id() != found[0].author_id
    assert len({comment.comment_id for comment in found}) == 3


def test_older_comments_than_asked_for_are_left_out(polling: Ticketing, desk: Desk) -> None:
    assert polling.comments(desk.ticket_id, SOON) == ()


def test_the_comments_of_a_ticket_that_is_gone_are_not_found(polling: Ticketing) -> None:
    with pytest.raises(NotFound):
        polling.comments("999999", LONG_AGO)


def test_a_short_rate_limit_is_waited_for_and_a_long_one_is_told(
    polling: Ticketing, desk: Desk, system: System
) -> None:
    system.fail(mode="rate_limit", method="GET", seconds=0)
    assert _changed(polling)[0]
    system.fail(mode="rate_limit", method="GET", seconds=30)
    with pytest.raises(Unavailable) as raised:
        polling.changed_tickets("", LONG_AGO)
    assert raised.value.code == "rate_limited"


@pytest.mark.parametrize("mode", ["garbage", "fail"])
def test_an_answer_that_cannot_be_read_is_unavailable(
    polling: Ticketing, desk: Desk, system: System, mode: str
) -> None:
    for _ in range(6):
        system.fail(mode=mode, method="GET")
    with pytest.raises(Unavailable):
        polling.changed_tickets("", LONG_AGO)


def test_a_page_that_is_too_large_to_read_is_read_ticket_by_ticket(
    polling: Ticketing, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [desk.ticket_id, *(desk.open(f"{number} " * 1000) for number in range(4))]
    monkeypatch.setattr(http, "LARGEST", 5_000)
    assert [ticket.ticket_id for ticket in _changed(polling)[0]] == tickets
