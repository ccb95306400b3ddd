"""A policy's values are typed, and each says which line it comes from."""

from datetime import UTC, datetime, time
from decimal import Decimal

import pytest
from firstcontact.shop.policy import ACTIONS_BY_KEY, Block, Policy, Rules
from firstcontact.shop.values import text_in

from tests.shop.conftest import ShopFolder


@pytest.fixture
def policy(folder: ShopFolder) -> Policy:
    policy = folder.read().policy
    assert policy is not None
    return policy


def test_the_values_of_a_block_are_typed(policy: Policy) -> None:
    refund = policy.blocks["refund"]
    assert refund.automatic == {"EUR": Decimal("200.00"), "JPY": Decimal(30000)}
    assert refund.within_days == {"default": 30, "plus": 60}
    assert refund.customers == ("plus", "club")
    assert refund.daily.per_shop == {"EUR": Decimal("5000.00")}
    assert (refund.confirm, refund.by, refund.returns) == ("always", "suite", "required")
    assert refund.arrives is not None
    assert text_in(refund.arrives, "de", "en") == "in 5 Tagen"
    assert text_in(refund.arrives, "fr", "en") == "within 5 days"
    assert policy.blocks["warranty"].customers is None
    assert policy.version == "2026-11-30"


def test_a_value_says_where_it_comes_from(policy: Policy) -> None:
    refund = policy.blocks["refund"]
    assert refund.line("within_days") == "policy.toml:5"
    assert refund.line("within_days.plus") == "policy.toml:5"
    assert refund.line("within_days.other") == "policy.toml:5"
    assert refund.line("collected") == refund.line() == "policy.toml:2"
    assert policy.blocks["warranty"].line("within_months.frame") == "policy.toml:17"


def test_a_table_on_lines_of_its_own_has_them(folder: ShopFolder) -> None:
    folder.change("policy.toml", "within_days = { default = 30, plus = 60 }\n", "")
    folder.change("policy.toml", "[warranty]", "[refund.within_days]\ndefault = 30\nplus = 60\n[warranty]")
    policy = folder.read().policy
    assert policy is not None
    assert policy.blocks["refund"].line("within_days.plus") == "policy.toml:16"


def test_an_action_without_a_block_has_no_rules(policy: Policy) -> None:
    assert policy.block("exchange") is None


def test_nothing_is_automatic_where_nothing_is_said(folder: ShopFolder) -> None:
    folder.write("policy.toml", 'version = 2026-11-30\n[refund]\ncustomers = "any"\n[replacement]\n')
    policy = folder.read().policy
    assert policy is not None
    refund = policy.blocks["refund"]
    assert (refund.automatic, refund.customers, refund.within_days, refund.confirm) == ({}, None, None, "always")
    assert policy.version == "2026-11-30"


def test_each_key_of_some_actions_is_a_key_of_a_block() -> None:
    assert set(ACTIONS_BY_KEY) <= set(Rules.model_fields)
    assert not {"action", "file", "lines"} & set(Rules.model_fields)


@pytest.mark.parametrize("key", ["action", "file", "lines"])
def test_a_block_cannot_claim_another_place(folder: ShopFolder, key: str) -> None:
    folder.change("policy.toml", 'by = "person"', f'{key} = "x"')
    assert folder.fault().message.startswith(f"unknown key `{key}`")


@pytest.mark.parametrize("key", sorted(ACTIONS_BY_KEY))
def test_a_key_belongs_to_the_actions_that_have_it(folder: ShopFolder, key: str) -> None:
    values = {
        "returns": '"required"',
        "keep_below": '{ EUR = "15.00" }',
        "excludes": '["shipping_fee"]',
        "collected": '{ tags = ["bulky"], above = { EUR = "500.00" }, by = "carrier" }',
        "arrives": '"within 5 days"',
        "photos": "{ least = 1, most = 3 }",
        "stock": '"required"',
    }
    for action in (
        "refund",
        "return",
        "exchange",
        "store_credit",
        "cancel",
        "damage_claim",
        "replacement",
        "warranty",
    ):
        policy = f'version = "1"\n[{action}]\n{key} = {values.get(key, "5")}\n'
        folder.write("policy.toml", policy if action == "replacement" else f"{policy}[replacement]\n")
        found = [fault.message for fault in folder.inspect().faults]
        assert (found == []) == (action in ACTIONS_BY_KEY[key]), (action, found)


def test_a_group_that_customers_does_not_name_is_noted(folder: ShopFolder) -> None:
    folder.change("policy.toml", '["plus", "club"]', '["club"]')
    note = folder.inspect().notes[0]
    assert (note.line, note.message) == (5, "[refund] is not for `plus`: it is not in `customers`")


def test_a_block_survives_json(policy: Policy) -> None:
    refund = policy.blocks["refund"]
    assert Block.model_validate_json(refund.model_dump_json()) == refund


def test_a_shop_is_open_by_its_own_clock(folder: ShopFolder) -> None:
    profile = folder.read().profile
    assert profile.default_language == "en"
    assert profile.is_open(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))  # a Monday, 09:30 in Paris
    assert not profile.is_open(datetime(2026, 11, 30, 17, 30, tzinfo=UTC))
    assert not profile.is_open(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    assert profile.is_open(datetime(2026, 12, 5, 22, 59, tzinfo=UTC))  # all Saturday
    monday = profile.office_hours.monday
    assert monday is not None
    assert (monday.opening_time, str(monday)) == (time(9), "09:00-18:00")


def test_nobody_works_on_a_holiday(folder: ShopFolder) -> None:
    folder.change("shop.toml", "saturday =", "friday =")
    assert not folder.read().profile.is_open(datetime(2026, 12, 25, 12, tzinfo=UTC))
    assert folder.read().profile.is_open(datetime(2026, 12, 18, 12, tzinfo=UTC))


def test_two_holidays_on_one_day_are_a_fault(folder: ShopFolder) -> None:
    folder.change("shop.toml", "[orders]", '[[holidays]]\ndate = 2026-12-25\nname = "Noël"\n[orders]')
    assert "two holidays on 2026-12-25: keep one" in folder.fault().message
