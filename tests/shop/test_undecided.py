"""A rule that the suite does not decide yet is a note with its line, and never passed over in silence."""

import pytest

from tests.shop.conftest import KNOWN, ShopFolder

PLANNING = KNOWN.model_copy(update={"planned": frozenset({"exchange", "invoice", "warranty"})})


def _notes(folder: ShopFolder, *lines: str) -> list[str]:
    (folder.root / "faults.toml").unlink(missing_ok=True)
    folder.write("policy.toml", "\n".join(('version = "1"', *lines)))
    found = folder.inspect(PLANNING)
    assert [str(fault) for fault in found.faults] == []
    return [str(note) for note in found.notes]


AUTOMATIC = 'automatic = { EUR = "200.00" }'
RETURNS = 'returns = "required"'


@pytest.mark.parametrize(
    ("line", "note"),
    [
        (
            'daily = { per_shop = { EUR = "9.00" } }',
            "`refund.daily` is not decided by the suite yet: such refunds go to a person",
        ),
        (RETURNS, "`refund.returns` is not decided by the suite yet: such refunds go to a person"),
        ('keep_below = { EUR = "9.00" }', '`refund.keep_below` changes nothing without `returns = "required"`'),
        (
            'second_pair_of_eyes = { JPY = "9" }',
            "`refund.second_pair_of_eyes` does not name EUR: there one person is enough",
        ),
    ],
)
def test_a_refunds_rule_is_noted_with_its_line(folder: ShopFolder, line: str, note: str) -> None:
    assert _notes(folder, "[refund]", AUTOMATIC, line) == [f"policy.toml:4: {note}"]


def test_goods_that_are_kept_are_not_among_the_refunds_that_go_to_a_person(folder: ShopFolder) -> None:
    (note,) = _notes(folder, "[refund]", AUTOMATIC, RETURNS, 'keep_below = { EUR = "9.00" }')
    assert note.endswith("those of goods worth `keep_below` or more go to a person")


def test_what_the_suite_decides_or_the_owner_leaves_to_a_person_is_not_noted(folder: ShopFolder) -> None:
    assert _notes(folder, "[refund]", AUTOMATIC, 'second_pair_of_eyes = { EUR = "100.00" }') == []
    assert _notes(folder, "[refund]", 'by = "person"', RETURNS, "[exchange]", 'by = "person"') == []


def test_all_actions_that_a_person_does_are_one_note(folder: ShopFolder) -> None:
    blocks = ("[invoice]", "[exchange]", "[warranty]", 'by = "person"')
    assert _notes(folder, *blocks) == [
        "policy.toml:2: not done by the suite yet: a person does [invoice], [exchange]"
    ]


def test_a_damage_claims_limits_are_checked_by_the_person_who_decides(folder: ShopFolder) -> None:
    notes = _notes(folder, "[damage_claim]", "per_year = 2", 'stock = "required"')
    assert [note.split(": ")[0] for note in notes] == ["policy.toml:2", "policy.toml:3", "policy.toml:4"]


def test_what_a_damage_earns_is_noted(folder: ShopFolder) -> None:
    assert "faults.toml: what a damage earns is not decided by the suite yet" in str(folder.inspect().notes[-1])
