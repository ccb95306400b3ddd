from collections.abc import Callable
from typing import Any

import httpx
import pytest
from firstcontact.connectors.zendesk.tickets import ZendeskTicketing
from firstcontact.errors import AgainstPolicy, NotFound, Unavailable, Unknown

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.zendesk.people import INTEGRATION_ID
from tests.connectors.conftest import Fields

Fault = Callable[..., None]


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
def zendesk(secret: Callable[[str], Fields]) -> ZendeskTicketing:
    return ZendeskTicketing(secret("zendesk"))


def test_a_case_replies_once_and_notes_once_however_often_it_asks(zendesk: ZendeskTicketing, desk: Desk) -> None:
    for _ in range(2):
        zendesk.note(desk.ticket_id, "Waiting for a person", case_id="case_1")
        zendesk.reply(desk.ticket_id, "Hello", case_id="case_1")
    zendesk.reply(desk.ticket_id, "Hello again", case_id="case_2")
    assert desk.comments() == [("Waiting for a person", False), ("Hello", True), ("Hello again", True)]


def test_a_reply_whose_answer_was_lost_is_not_sent_twice(zendesk: ZendeskTicketing, desk: Desk, fault: Fault) -> None:
    fault("zendesk", mode="after_success", method="PUT")
    zendesk.reply(desk.ticket_id, "Hello", case_id="case_1")
    zendesk.reply(desk.ticket_id, "Hello", case_id="case_1")
    assert desk.comments() == [("Hello", True)]


def test_a_reply_that_may_be_lost_is_unknown_and_can_be_asked_for_again(
    zendesk: ZendeskTicketing, desk: Desk, fault: Fault
) -> None:
    fault("zendesk", mode="fail", method="PUT", status=502)
    with pytest.raises(Unknown):
        zendesk.reply(desk.ticket_id, "Hello", case_id="case_1")
    zendesk.reply(desk.ticket_id, "Hello", case_id="case_1")
    assert desk.comments() == [("Hello", True)]


def test_text_appears_as_it_was_written(zendesk: ZendeskTicketing, desk: Desk) -> None:
    text = "Press <b>Reset</b> & hold.\n* not a list\n{{ticket.requester.email}}"
    zendesk.reply(desk.ticket_id, text, case_id="case_1")
    assert desk.comments() == [(text.replace("{{", "{ {"), True)]


def test_our_own_comments_can_be_told_from_others(zendesk: ZendeskTicketing) -> None:
    assert zendesk.own_author_id() == str(INTEGRATION_ID)


def test_an_unknown_ticket_is_not_found_and_a_closed_one_cannot_be_answered(
    zendesk: ZendeskTicketing, desk: Desk
) -> None:
    with pytest.raises(NotFound):
        zendesk.reply("999999", "Hello", case_id="case_1")
    desk.close()
    with pytest.raises(AgainstPolicy):
        zendesk.reply(desk.ticket_id, "Hello", case_id="case_1")


def test_a_rate_limit_is_unavailable_and_surely_did_nothing(
    zendesk: ZendeskTicketing, desk: Desk, fault: Fault
) -> None:
    fault("zendesk", mode="rate_limit", method="PUT", seconds=30)
    with pytest.raises(Unavailable) as raised:
        zendesk.reply(desk.ticket_id, "Hello", case_id="case_1")
    assert (raised.value.code, isinstance(raised.value, Unknown), desk.comments()) == ("rate_limited", False, [])
