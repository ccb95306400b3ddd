"""A policy decides by who asks, what for and when; every no and every hand-over names its line."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from firstcontact.money import Money
from firstcontact.record import now
from firstcontact.shop import eligibility, folder
from firstcontact.shop.known import Known
from firstcontact.shop.policy import Block
from firstcontact.systems.orders import Order, OrderLine, OrderState

SHOP = 'name = "S"\nlanguages = ["en"]\ncurrency = "CHF"\ntime_zone = "Europe/Zurich"\n'


def a_block(tmp_path: Path, *lines: str) -> Block:
    (tmp_path / "shop.toml").write_text(SHOP)
    (tmp_path / "policy.toml").write_text("\n".join(['version = "1"', "[refund]", *lines]))
    policy = folder.read(tmp_path, Known(actions=frozenset({"refund"}))).policy
    assert policy is not None
    block = policy.block("refund")
    assert block is not None
    return block


def francs(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="CHF")


def an_order(days: float | None = 3, **more: object) -> Order:
    given: dict[str, object] = {
        "order_id": "KW-7F3K2",
        "customer_id": "cus_lena",
        "state": OrderState.DELIVERED if days is not None else OrderState.IN_TRANSIT,
        "placed_at": now() - timedelta(days=60),
        "total": francs("86.80"),
        "lines": (OrderLine(product_id="p", quantity=1, unit_price=francs("72.30")),),
        "payment_id": "pay",
        "delivered_at": None if days is None else now() - timedelta(days=days),
        **more,
    }
    return Order.model_validate(given)


def _obstacle(
    block: Block, order: Order, groups: tuple[str, ...] = (), tags: tuple[str, ...] = ()
) -> tuple[str, str]:
    found = eligibility.refusal(block, order, groups, tags, now())
    return (found.obstacle, found.line) if found else ("", "")


@pytest.mark.parametrize(
    ("days", "groups", "expected"),
    [
        (13.9, (), ("", "")),
        (14.1, (), ("too_late", "policy.toml:3")),
        (30, ("orchestra",), ("", "")),
        (46, ("orchestra",), ("too_late", "policy.toml:3")),
        (30, ("choir",), ("too_late", "policy.toml:3")),
    ],
)
def test_the_longest_window_of_a_customers_groups_counts(
    tmp_path: Path, days: float, groups: tuple[str, ...], expected: tuple[str, str]
) -> None:
    block = a_block(tmp_path, "within_days = { default = 14, orchestra = 45 }")
    assert _obstacle(block, an_order(days), groups) == expected


def test_what_has_not_arrived_is_not_too_late(tmp_path: Path) -> None:
    assert _obstacle(a_block(tmp_path, "within_days = { default = 0 }"), an_order(None)) == ("", "")


@pytest.mark.parametrize(
    ("line", "order", "obstacle"),
    [
        ('states = ["placed"]', an_order(), "wrong_state"),
        ('customers = ["orchestra"]', an_order(), "wrong_customer"),
        ('countries = ["CH", "LI"]', an_order(country="DE"), "wrong_country"),
        ('excludes_tags = ["hygiene"]', an_order(), "excluded"),
    ],
)
def test_each_rule_refuses_by_its_own_line(tmp_path: Path, line: str, order: Order, obstacle: str) -> None:
    block = a_block(tmp_path, "# what follows is line 4", line)
    assert _obstacle(block, order, tags=("hygiene",)) == (obstacle, "policy.toml:4")


def test_what_every_rule_allows_is_not_refused(tmp_path: Path) -> None:
    block = a_block(
        tmp_path, 'states = ["delivered"]', 'customers = ["orchestra"]', 'countries = ["CH"]', 'excludes_tags = ["x"]'
    )
    assert _obstacle(block, an_order(country="CH"), ("orchestra",), ("y",)) == ("", "")


@pytest.mark.parametrize(
    ("order", "kept"),
    [
        (an_order(shipping=francs("14.50"), express_fee=francs("9.60")), "9.60"),
        (an_order(shipping=francs("14.50"), shipping_method="express"), "14.50"),
        (an_order(shipping=francs("4.90"), shipping_method="standard"), None),
        (an_order(), None),
    ],
)
def test_an_express_fee_is_kept_by_its_field_else_by_how_the_order_was_sent(
    tmp_path: Path, order: Order, kept: str | None
) -> None:
    fees = eligibility.excluded_fees(a_block(tmp_path, 'excludes = ["express_fee"]'), order)
    assert fees == (francs(kept) if kept else None)


@pytest.mark.parametrize(
    ("lines", "amount", "reason"),
    [
        (['automatic = { CHF = "120.00" }'], "120.00", ""),
        (['automatic = { CHF = "120.00" }'], "120.01", "above what is done without a person (policy.toml:3)"),
        (['automatic = { EUR = "120.00" }'], "1.00", "no limit is set for CHF (policy.toml:3)"),
        ([], "1.00", "no limit is set for CHF (policy.toml:2)"),
        (['automatic = { CHF = "120.00" }', 'by = "person"'], "1.00", "a person always decides (policy.toml:4)"),
        (
            ['automatic = { CHF = "120.00" }', 'returns = "required"'],
            "1.00",
            "a person checks `returns` (policy.toml:4)",
        ),
        (
            ['automatic = { CHF = "120.00" }', 'daily = { per_shop = { CHF = "5000.00" } }'],
            "1.00",
            "a person checks `daily` (policy.toml:4)",
        ),
        (
            ['automatic = { CHF = "120.00" }', 'second_pair_of_eyes = { CHF = "80.00" }'],
            "80.01",
            "two people approve it (policy.toml:4)",
        ),
        (['automatic = { CHF = "120.00" }', 'second_pair_of_eyes = { CHF = "80.00" }'], "80.00", ""),
    ],
)
def test_a_person_decides_where_the_policy_says_so_or_nothing_here_can_check_it(
    tmp_path: Path, lines: list[str], amount: str, reason: str
) -> None:
    said = eligibility.review_reason(a_block(tmp_path, *lines), an_order(), francs(amount))
    assert said.endswith(reason)
    assert bool(said) == bool(reason)


RETURNED = ('automatic = { CHF = "120.00" }', 'returns = "required"', 'keep_below = { CHF = "72.31" }')


def test_goods_worth_less_than_the_limit_are_kept_and_refunded_without_a_person(tmp_path: Path) -> None:
    block, order = a_block(tmp_path, *RETURNED), an_order()  # 72.30 francs, and the shipping does not count
    assert eligibility.keeps_goods(block, order)
    assert eligibility.review_reason(block, order, order.total) == ""


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        (('returns = "required"',), {}),
        (('returns = "required"', 'keep_below = { CHF = "72.30" }'), {}),
        (('returns = "required"', 'keep_below = { EUR = "90.00" }'), {}),
        (RETURNED[1:], {"lines": ()}),
        (RETURNED[1:], {"lines": (OrderLine(product_id="p", quantity=2, unit_price=francs("72.30")),)}),
        (
            RETURNED[1:],
            {
                "lines": (
                    OrderLine(product_id="p", quantity=1, unit_price=Money(amount=Decimal("1.00"), currency="EUR")),
                )
            },
        ),
        (RETURNED[1:], {"days": None}),
    ],
)
def test_goods_that_must_come_back_go_to_a_person(
    tmp_path: Path, lines: tuple[str, ...], order: dict[str, object]
) -> None:
    block = a_block(tmp_path, 'automatic = { CHF = "120.00" }', *lines)
    given = an_order(**order)  # type: ignore[arg-type]
    assert not eligibility.keeps_goods(block, given)
    assert "a person checks `returns`" in eligibility.review_reason(block, given, given.total)


def test_without_returns_nothing_has_to_come_back_whatever_it_is_worth(tmp_path: Path) -> None:
    assert not eligibility.keeps_goods(a_block(tmp_path, 'keep_below = { CHF = "90.00" }'), an_order())
