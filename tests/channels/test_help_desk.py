"""How an event of the help desk is read, what makes two of them the same, and how their case begins."""

import json

import pytest
from firstcontact.cases.case import Channel
from firstcontact.channels.help_desk import case_from_event, event_key, is_from_staff
from firstcontact.channels.ticket_event import MAX_QUESTION_BYTES, TicketEvent, read_event, shorten
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json


def _event(**changed: object) -> TicketEvent:
    given = {"ticket_id": 3042, "comment_id": 88001, "author_id": 77, "author_role": "end-user", "comment": "Hello?"}
    return read_event(json.dumps({**given, **changed}).encode())


@pytest.mark.parametrize("role", ["agent", "Agent", " admin ", "Admin"])
def test_what_an_agent_wrote_is_known_by_the_role(role: str) -> None:
    assert is_from_staff(_event(author_role=role))


@pytest.mark.parametrize("role", ["end-user", "End user", "bot", "", None, 7, ["agent"]])
def test_an_author_whose_role_is_not_an_agent_s_may_be_a_customer(role: object) -> None:
    assert not is_from_staff(_event(author_role=role))


def test_a_repeat_is_known_by_ticket_and_comment_whatever_else_changed() -> None:
    assert event_key(_event(), "body 1") == event_key(_event(updated_at="later", comment="Other"), "body 2")
    assert event_key(_event(), "") != event_key(_event(comment_id=88002), "")
    assert event_key(_event(), "") != event_key(_event(ticket_id=3043), "")


@pytest.mark.parametrize("changed", [{"ticket_id": ""}, {"ticket_id": "1:2 3"}, {"comment_id": None}])
def test_an_event_that_does_not_name_its_comment_is_known_by_its_bytes(changed: dict[str, object]) -> None:
    assert event_key(_event(**changed), "body 1") != event_key(_event(**changed), "body 2")


def test_a_time_is_compared_in_utc() -> None:
    moments = ("2026-11-23T13:00:00+01:00", "2026-11-23T12:00:00Z", "2026-11-23T12:00Z")
    assert len({_event(updated_at=moment).updated_at for moment in moments}) == 1


@pytest.mark.parametrize("moment", ["", None, "November 23", "2026-11-23T12:00:00", "0001-01-01T00:00:00+14:00", 5])
def test_a_time_that_cannot_be_read_is_unknown(moment: object) -> None:
    assert _event(updated_at=moment).updated_at is None


@pytest.mark.parametrize(("tags", "valued"), [("", False), ("vip valued", True), ("undervalued", False)])
def test_a_tag_says_whom_the_shop_values(tags: str, valued: bool) -> None:
    assert case_from_event(_event(tags=tags), "case_1", "").valued is valued


def test_an_address_in_a_ticket_proves_nobody() -> None:
    case = case_from_event(_event(requester_email="ada@customers.tidewire.example"), "case_1", "body 1")
    assert (case.channel, case.ticket_id, case.customer_id) == (Channel.ZENDESK, "3042", None)
    assert case.intake_key == "body 1"


@given(st.text(), st.integers(1, 200_000))
def test_a_text_is_shortened_to_a_beginning_of_itself_that_fits(unit: str, times: int) -> None:
    text = unit * min(times, 300_000 // max(len(unit), 1))
    short = shorten(text)
    assert text.startswith(short)
    assert len(to_json(short)) <= MAX_QUESTION_BYTES
    assert short == text or len(to_json(text)) > MAX_QUESTION_BYTES
