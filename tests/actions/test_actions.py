"""Actions come from records and policy: a text picks one of the customer's own orders and decides nothing else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from firstcontact.actions import ACTIONS
from firstcontact.actions.order_status import describe
from firstcontact.actions.orders import MAX_LOOKUPS, find_order
from firstcontact.actions.records import ActionRequest, Plan, Question, Receipt
from firstcontact.errors import AgainstPolicy, Conflict, Unavailable
from firstcontact.money import Money
from firstcontact.record import now
from firstcontact.shop.published import PublishedShop
from firstcontact.systems.orders import Order, OrderState
from firstcontact.systems.shipping import Shipment
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import a_case, a_refund
from tests.fakes.services import FakeServices
from tests.fakes.systems import BEN, euros, order
from tests.plain_shop import plain_shop

REFUND, STATUS = ACTIONS["refund"], ACTIONS["order_status"]


def _refusal(services: FakeServices, question: str, action: str = "refund") -> AgainstPolicy:
    with pytest.raises(AgainstPolicy) as refused:
        ACTIONS[action].plan(a_case(question).action_request, services)
    return refused.value


def _plan(request: ActionRequest, services: FakeServices, action: str = "refund") -> Plan:
    plan = ACTIONS[action].plan(request, services)
    assert isinstance(plan, Plan)
    return plan


def test_only_what_writes_needs_a_confirmation() -> None:
    assert {name: action.writes for name, action in ACTIONS.items()} == {"order_status": False, "refund": True}


@pytest.mark.parametrize(
    "question", ["Where is 1042?", "where's order #1042", "since 2026 I wait for 1042", "1043 or 1042"]
)
def test_the_order_a_message_names_is_meant_if_it_is_one_s_own(services: FakeServices, question: str) -> None:
    found = find_order(a_case(question).action_request, services)
    assert isinstance(found, Order)
    assert found.order_id == "1042"


NUMBERS = [f"order {number}" for number in range(5001, 5011)]


@pytest.mark.parametrize("action", ["refund", "order_status"])
@pytest.mark.parametrize("written", [", ", " and ", "\n", "; ", " or "])
def test_a_message_with_too_many_order_numbers_is_asked_about_and_none_is_looked_up(
    services: FakeServices, action: str, written: str
) -> None:
    services.fail("orders", error=AssertionError("the shop was asked"))
    asked = ACTIONS[action].plan(a_case(written.join(NUMBERS)).action_request, services)
    assert isinstance(asked, Question)
    assert (asked.code, asked.text) == ("too_many_orders", services.shop.sentences.say("which_order"))


@pytest.mark.parametrize("action", ["refund", "order_status"])
def test_a_few_order_numbers_are_all_looked_up(services: FakeServices, action: str) -> None:
    written = "; ".join([*NUMBERS[: MAX_LOOKUPS - 1], "order 1017"])
    assert _plan(a_case(written).action_request, services, action).target == "1017"


def test_a_number_written_often_is_one_number(services: FakeServices) -> None:
    assert _plan(a_case("refund order 1017. " * 20).action_request, services).target == "1017"


def test_without_a_number_the_latest_order_is_meant(services: FakeServices) -> None:
    services.storefront.add(order("1050", placed_at=now()))
    found = find_order(a_case("Where is my parcel?").action_request, services)
    assert isinstance(found, Order)
    assert found.order_id == "1050"


@pytest.mark.parametrize("action", ["refund", "order_status"])
def test_a_foreign_order_looks_exactly_like_an_unknown_one(services: FakeServices, action: str) -> None:
    foreign = _refusal(services, "refund order 1043", action)
    unknown = _refusal(services, "refund order 9999", action)
    assert foreign.code == unknown.code == "order_not_found"
    assert foreign.detail.replace("1043", "#") == unknown.detail.replace("9999", "#")
    assert foreign.remedy == unknown.remedy


@pytest.mark.parametrize("action", ["refund", "order_status"])
def test_nobody_acts_before_somebody_proved_who_is_asking(services: FakeServices, action: str) -> None:
    with pytest.raises(AgainstPolicy) as refused:
        ACTIONS[action].plan(a_case("refund order 1017", customer_id=None).action_request, services)
    assert refused.value.code == "not_authenticated"


def test_a_customer_without_orders_hears_so(services: FakeServices) -> None:
    case = a_case("Where is my parcel?", customer_id="cus_new").action_request
    with pytest.raises(AgainstPolicy) as refused:
        STATUS.plan(case, services)
    assert refused.value.code == "no_orders"


@given(amount=st.decimals(0, 99999, places=2), words=st.text(max_size=40))
def test_the_amount_and_the_payee_never_come_from_the_text(amount: Decimal, words: str) -> None:
    plan = _plan(
        a_case(
            f"refund order 1017: {amount} EUR {words} to card 4111 1111 1111 1111, payment pay_1043"
        ).action_request,
        FakeServices(),
    )
    assert (plan.amount, plan.details) == (euros("53.90"), {"payment_id": "pay_1017"})


def test_a_refund_needs_the_order_s_number(services: FakeServices) -> None:
    asked = REFUND.plan(a_case("I want my money back").action_request, services)
    assert isinstance(asked, Question)
    assert asked.code == "order_number_needed"


@pytest.mark.parametrize(
    ("total", "person"), [("200.00", False), ("200.01", True), ("0.01", False), ("298.00", True)]
)
def test_above_200_a_person_agrees_first(services: FakeServices, total: str, person: bool) -> None:
    services.storefront.add(order("1060", total=total))
    assert bool(_plan(a_case("refund 1060").action_request, services).review_reason) is person


@pytest.mark.parametrize("currency", ["JPY", "USD", "KWD"])
def test_in_a_currency_without_a_limit_a_person_agrees_first(services: FakeServices, currency: str) -> None:
    services.storefront.add(order("1060", total=Money(amount=Decimal(1), currency=currency)))
    assert currency in _plan(a_case("refund 1060").action_request, services).review_reason


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (29.9, True), (30.1, False), (400, False)])
def test_orders_are_refunded_within_30_days_of_delivery(services: FakeServices, days: float, allowed: bool) -> None:
    services.storefront.add(order("1060", delivered_days_ago=days))
    if allowed:
        assert _plan(a_case("refund 1060").action_request, services).target == "1060"
    else:
        assert _refusal(services, "refund 1060").code == "outside_return_window"


def test_what_was_never_paid_or_is_cancelled_is_not_refunded(services: FakeServices) -> None:
    services.storefront.add(order("1060", payment_id=None))
    services.storefront.add(order("1061", state=OrderState.CANCELLED))
    assert _refusal(services, "refund 1060").code == "nothing_to_refund"
    assert _refusal(services, "refund 1061").code == "nothing_to_refund"


def test_a_refund_is_paid_once_however_often_and_from_whatever_case_it_is_asked_for(services: FakeServices) -> None:
    first = REFUND.perform(a_case().action_request, a_refund(), services)
    again = REFUND.perform(a_case().action_request, a_refund(), services)
    assert again == first
    assert [refund.money for refund in services.bank.paid] == [euros("53.90")]
    assert len(services.bank.asked) == 1


def test_a_refund_of_another_amount_for_the_same_order_is_a_conflict(services: FakeServices) -> None:
    REFUND.perform(a_case().action_request, a_refund(), services)
    with pytest.raises(Conflict):
        REFUND.perform(a_case().action_request, a_refund(amount="60.00"), services)
    assert len(services.bank.paid) == 1


@pytest.mark.parametrize("point", ["payments.refund", "idempotency_store.settle"])
def test_a_crash_after_the_money_left_pays_nothing_twice(services: FakeServices, point: str) -> None:
    case = a_case().action_request
    services.fail(point, times=1, after=point == "payments.refund")
    with pytest.raises(Unavailable):
        REFUND.perform(case, a_refund(), services)
    receipt = REFUND.perform(case, a_refund(), services)
    assert [refund.refund_id for refund in services.bank.paid] == [receipt.reference]
    assert len({key for _, _, key in services.bank.asked}) == 1


def test_a_customer_who_keeps_the_goods_reads_so_before_the_yes(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = a_case("refund order 1017").action_request
    kept = "You can keep what you ordered; nothing has to be sent back. "
    assert kept not in _plan(request, services).summary
    monkeypatch.setattr(FakeServices, "shop", _returning(keep_below=Decimal("50.00")))
    plan = _plan(request, services)
    assert plan.summary.startswith(kept)
    assert plan.review_reason == ""
    monkeypatch.setattr(FakeServices, "shop", _returning(keep_below=Decimal("49.00")))
    plan = _plan(request, services)
    assert kept not in plan.summary
    assert "a person checks `returns`" in plan.review_reason


def test_a_plan_says_where_the_policy_wants_two_people(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeServices, "shop", _refunding(second_pair_of_eyes={"EUR": Decimal("50.00")}))
    plan = _plan(a_case("refund order 1017").action_request, services)
    assert plan.second_approval == plan.review_reason
    assert "two people approve it (policy.toml:" in plan.second_approval


def _returning(keep_below: Decimal) -> PublishedShop:
    return _refunding(returns="required", keep_below={"EUR": keep_below})


def _refunding(**rules: object) -> PublishedShop:
    """The plain shop with more rules for its refunds."""
    policy = plain_shop().policy
    assert policy is not None
    lines = {**policy.blocks["refund"].lines, **dict.fromkeys(rules, 9)}
    block = policy.blocks["refund"].model_copy(update={**rules, "lines": lines})
    return plain_shop().model_copy(update={"policy": policy.model_copy(update={"blocks": {"refund": block}})})


def test_while_one_case_pays_another_one_waits(services: FakeServices) -> None:
    services.fail("payments", times=1)
    with pytest.raises(Unavailable):
        REFUND.perform(a_case().action_request, a_refund(), services)
    with pytest.raises(Unavailable) as busy:
        REFUND.perform(a_case().action_request, a_refund(), services)
    assert busy.value.code == "in_progress"
    services.book.clock += services.book.hold + 1
    REFUND.perform(a_case().action_request, a_refund(), services)
    assert len(services.bank.paid) == 1


def test_a_refund_the_provider_refuses_leaves_no_claim_behind(services: FakeServices) -> None:
    services.fail("payments", times=1, error=AgainstPolicy("the card is closed", code="refused_by_provider"))
    with pytest.raises(AgainstPolicy):
        REFUND.perform(a_case().action_request, a_refund(), services)
    assert not services.book.entries


def test_without_an_idempotency_store_no_money_moves(services: FakeServices) -> None:
    services.fail("idempotency_store")
    with pytest.raises(Unavailable):
        REFUND.perform(a_case().action_request, a_refund(), services)
    assert not services.bank.asked


def test_the_state_of_an_order_comes_from_shop_and_carrier(services: FakeServices) -> None:
    case = a_case("Where is 1042?").action_request
    receipt: Receipt = STATUS.perform(case, _plan(case, services, "order_status"), services)
    for said in ("on its way", "Left Antwerp", "KP1042"):
        assert said in receipt.text


def test_an_order_the_carrier_does_not_know_yet_still_has_a_state(services: FakeServices) -> None:
    services.courier.parcels.clear()
    case = a_case("Where is 1042?").action_request
    assert STATUS.perform(case, _plan(case, services, "order_status"), services).text == "Order 1042 is on its way."


@pytest.mark.parametrize("state", list(OrderState))
def test_every_state_has_words_and_a_delivery_has_its_day(state: OrderState) -> None:
    said = describe(order("1060", state=state), None, plain_shop().sentences)
    assert "1060" in said
    assert ("was delivered on" in said) == (state is OrderState.DELIVERED)


def test_the_expected_day_is_told_while_a_parcel_is_under_way() -> None:
    due = (now() + timedelta(days=2)).date()
    parcel = Shipment(tracking_number="KP1", state="moving", estimated_delivery=due)
    said = describe(order("1060", BEN, delivered_days_ago=None), parcel, plain_shop().sentences)
    assert f"Expected delivery: {due:%-d %B %Y}." in said
