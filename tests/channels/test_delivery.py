"""A result reaches its customer on the channel they came by, and only a final one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from firstcontact.cases import transitions
from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Message, Status
from firstcontact.channels import delivery
from firstcontact.claims.records import Claim, ClaimState
from firstcontact.errors import Unavailable
from firstcontact.identity.records import Customer
from firstcontact.record import new_id, now

from tests.examples import a_case, a_draft, a_passage
from tests.fakes.models import DELIVERY
from tests.fakes.services import FakeServices
from tests.fakes.systems import ADA
from tests.plain_shop import plain_shop

WAITING, WORKING = plain_shop().sentences.say("waiting"), plain_shop().sentences.say("working")


def _answered(services: FakeServices, **more: Any) -> Case:
    case = a_case(status=Status.ANSWERED, text=DELIVERY, passages=(a_passage(),), draft=a_draft(), **more)
    return services.cases.put(case)


def _open(services: FakeServices, case: Case, connection_id: str = "window-1") -> None:
    services.connections.opened(connection_id, Customer(customer_id=ADA))
    services.connections.follow(connection_id, case.conversation_id)


def test_a_chat_reply_stands_in_its_conversation_and_in_every_window_that_follows_it(services: FakeServices) -> None:
    case = _answered(services)
    _open(services, case, "window-1")
    _open(services, case, "window-2")
    services.connections.opened("somebody-else", Customer(customer_id="cus_ben"))
    closed = delivery.deliver(case, services)
    assert services.talks.history[-1].text == DELIVERY
    assert [connection for connection, _ in services.windows.sent] == ["window-1", "window-2"]
    assert services.windows.events("reply")[0]["reply"] == DELIVERY
    assert closed.closed_at is not None


def test_a_window_that_is_gone_is_forgotten_and_the_reply_is_kept(services: FakeServices) -> None:
    case = _answered(services)
    _open(services, case)
    services.windows.gone.add("window-1")
    delivery.deliver(case, services)
    assert services.connections.following(case.conversation_id) == []
    assert services.talks.history[-1].status is Status.ANSWERED


def test_a_ticket_gets_a_public_reply_once(services: FakeServices) -> None:
    case = _answered(services, channel=Channel.ZENDESK, ticket_id="7", customer_id=None)
    again = delivery.deliver(case, services)
    delivery.deliver(again, services)
    assert services.desk.replies == {("7", case.case_id): DELIVERY}
    assert not services.talks.history


@pytest.mark.parametrize(("status", "decision"), [(Status.ANSWERED, "approved"), (Status.REFUSED, "rejected")])
def test_a_claim_gets_its_decision(services: FakeServices, status: Status, decision: str) -> None:
    claim = services.claims.put(
        Claim(
            claim_id=new_id("clm"),
            case_id=new_id("case"),
            customer_id=ADA,
            order_id="1017",
            product_id="GUL-LITE",
            description="cracked",
            created_at=now(),
        )
    )
    case = services.cases.put(
        a_case(channel=Channel.CLAIM, claim_id=claim.claim_id, status=status, text="As we said.")
    )
    delivery.deliver(case, services)
    decided = services.claims.get(claim.claim_id)
    assert (decided.state, decided.decision, decided.decision_text) == (ClaimState.DECIDED, decision, "As we said.")


@pytest.mark.parametrize("port", ["conversations.put", "connections", "cases.put"])
def test_what_fails_on_the_way_is_delivered_by_the_next_try(services: FakeServices, port: str) -> None:
    case = _answered(services)
    _open(services, case)
    services.fail(port, times=1)
    with pytest.raises(Unavailable):
        delivery.deliver(case, services)
    assert services.cases.get(case.case_id).closed_at is None
    delivery.deliver(services.cases.get(case.case_id), services)
    assert services.cases.get(case.case_id).closed_at is not None
    assert services.talks.history[-1].text == DELIVERY


def test_a_window_that_cannot_be_reached_keeps_neither_the_others_nor_the_case_waiting(
    services: FakeServices,
) -> None:
    case = _answered(services)
    _open(services, case)
    services.fail("socket", times=1)
    delivery.deliver(case, services)
    assert services.cases.get(case.case_id).closed_at is not None
    assert services.talks.history[-1].text == DELIVERY
    assert services.connections.following(case.conversation_id)  # it may be reached again


@pytest.mark.parametrize(("working", "shown"), [(True, WORKING), (False, WAITING)])
def test_while_a_case_waits_nothing_of_its_draft_shows(working: bool, shown: str) -> None:
    case = a_case(text=DELIVERY, passages=(a_passage(),), draft=a_draft())
    shop = plain_shop()
    case = transitions.working(case, shop) if working else transitions.waiting(case, "not sure", shop)
    for said in (
        transitions.reply_message(case).model_dump(mode="json"),
        delivery.reply_event(case),
        case.reply().model_dump(),
    ):
        assert DELIVERY not in str(said)
        assert not said["sources"]
    assert case.reply().reply == shown


def test_a_case_that_nobody_settled_yet_shows_as_waiting() -> None:
    assert a_case(text=DELIVERY).reply().status is Status.IN_REVIEW


def test_only_an_answer_shows_its_sources_and_only_those_it_cites() -> None:
    passages = (a_passage(), a_passage("Other.", "never-cited"))
    case = a_case(status=Status.ANSWERED, text=DELIVERY, passages=passages, draft=a_draft())
    assert [source.document_id for source in case.reply().sources] == ["shipping-costs-and-times"]
    refused = case.model_copy(update={"status": Status.REFUSED})
    assert refused.reply().sources == ()


def test_an_answer_tells_how_old_its_sources_are_wherever_it_is_told() -> None:
    dated = a_passage().model_copy(update={"updated_at": datetime(2026, 5, 3, tzinfo=UTC)})
    undated = a_passage("Other.", "undated")
    draft = a_draft().model_copy(update={"citations": ((1, 2),)})
    case = a_case(status=Status.ANSWERED, text=DELIVERY, passages=(dated, undated), draft=draft)
    told = (
        delivery.reply_event(case),
        *(said.model_dump(mode="json") for said in (transitions.reply_message(case), case.reply())),
    )
    for said in told:
        assert [source["updated_at"] for source in said["sources"]] == ["2026-05-03T00:00:00Z", None]


def test_a_reply_that_was_kept_without_the_dates_of_its_sources_is_still_read() -> None:
    case = a_case(status=Status.ANSWERED, text=DELIVERY, passages=(a_passage(),), draft=a_draft())
    kept = transitions.reply_message(case).model_dump(mode="json")
    del kept["sources"][0]["updated_at"]
    assert Message.model_validate_json(json.dumps(kept)).sources[0].updated_at is None


def test_a_citation_of_a_passage_that_is_not_there_is_no_source() -> None:
    wild = a_draft().model_copy(update={"citations": ((0, 7, 99),)})
    assert a_case(status=Status.ANSWERED, passages=(a_passage(),), draft=wild).sources == ()


def test_a_reply_is_a_handover_while_a_person_has_it() -> None:
    assert delivery.reply_event(a_case(status=Status.IN_REVIEW))["type"] == "handover"
    assert delivery.reply_event(a_case(status=Status.ANSWERED, text="x"))["type"] == "reply"
