"""Which of a ticket's events start a case, and what makes two of them the same."""

import pytest
from firstcontact.cases.case import Channel
from firstcontact.channels.help_desk import case_from_event, event_key, is_from_customer
from firstcontact.channels.ticket_event import TicketEvent
from pydantic import ValidationError

OURS = "900"


def _event(**changed: object) -> TicketEvent:
    given = {"ticket_id": 3042, "comment_id": 88001, "author_id": 77, "author_role": "end-user", "comment": "Hello?"}
    return TicketEvent.model_validate({**given, **changed})


def test_what_a_customer_wrote_starts_a_case() -> None:
    assert is_from_customer(_event(), OURS)
    assert is_from_customer(_event(author_role="End-User"), OURS)


@pytest.mark.parametrize("changed", [{"author_role": "agent"}, {"author_role": "Admin"}, {"author_id": OURS}])
def test_what_we_or_an_agent_wrote_starts_none(changed: dict[str, object]) -> None:
    assert not is_from_customer(_event(**changed), OURS)


def test_a_repeat_is_known_by_signed_data_whatever_else_changed() -> None:
    assert event_key(_event()) == event_key(_event(updated_at="later", subject="Re: Hello"))
    assert event_key(_event()) != event_key(_event(comment_id=88002))
    assert event_key(_event()) != event_key(_event(ticket_id=3043))


@pytest.mark.parametrize(
    "changed", [{"ticket_id": ""}, {"ticket_id": "1:2 3"}, {"comment": ""}, {"author_role": "bot"}]
)
def test_an_event_that_names_nothing_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _event(**changed)


@pytest.mark.parametrize(("tags", "valued"), [("", False), ("vip valued", True), ("undervalued", False)])
def test_a_tag_says_whom_the_shop_values(tags: str, valued: bool) -> None:
    assert case_from_event(_event(tags=tags), "case_1").valued is valued


def test_an_address_in_a_ticket_proves_nobody() -> None:
    case = case_from_event(_event(requester_email="ada@customers.tidewire.example"), "case_1")
    assert (case.channel, case.ticket_id, case.customer_id) == (Channel.ZENDESK, "3042", None)
