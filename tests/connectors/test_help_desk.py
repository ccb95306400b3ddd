"""The contract of every connector that answers tickets: each case comments once."""

from typing import Any

import httpx
import pytest
from firstcontact.connectors import Kind
from firstcontact.errors import AgainstPolicy, NotFound, Unavailable, Unknown
from firstcontact.systems.help_desk import Ticketing

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.zendesk.people import INTEGRATION_ID
from tests.connectors.conftest import System

KIND: Kind = "help_desk"


class Desk:
    """The help desk as an agent sees it."""

    def __init__(self, sandbox: str) -> None:
        fields = SANDBOX_TOKENS["zendesk"]
        auth = (f"{fields['email']}/token", fields["token"])
        self._client = httpx.Client(base_url=f"{sandbox}/zendesk/api/v2", auth=auth)
        requester = {"name": "Ada", "email": "ada@customers.tidewire.example"}
        ticket = {"subject": "Router", "comment": {"body": "Broken"}, "requester": requester}
        self.ticket_id = str(self._client.post("/tickets.json", json={"ticket": ticket}).json()["ticket"]["id"])

    def comments(self) -> list[tuple[str, bool]]:
        found: list[dict[str, Any]] = self._client.get(f"/tickets/{self.ticket_id}/comments.json").json()["comments"]
        return [(comment["body"], comment["public"]) for comment in found[1:]]

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
    with pytest.raises(AgainstPolicy):
        help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")


def test_a_rate_limit_is_unavailable_and_surely_did_nothing(help_desk: Ticketing, desk: Desk, system: System) -> None:
    system.fail(mode="rate_limit", method="PUT", seconds=30)
    with pytest.raises(Unavailable) as raised:
        help_desk.reply(desk.ticket_id, "Hello", case_id="case_1")
    assert (raised.value.code, isinstance(raised.value, Unknown), desk.comments()) == ("rate_limited", False, [])
