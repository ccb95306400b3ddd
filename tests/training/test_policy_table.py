"""The policy table that people write: what is wrong with it is said with its place."""

from pathlib import Path

import pytest
from firstcontact.errors import Invalid
from firstcontact.training import policy_table

GOOD = """
[routing]
languages = ["en", "de"]
[[routing.rules]]
to = "person"
because = "the customer is upset"
upset = 0.8
[refund]
destination = "action"
action = "refund"
utterances = ["money back"]
[signals.upset]
yes = ["my bow is broken again!"]
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(GOOD)
    return path


def test_a_table_holds_languages_rules_and_intents_and_may_hold_more(table: Path) -> None:
    policy = policy_table.read(table)
    assert policy.languages == ("en", "de")
    assert policy.rules[0].upset == 0.8
    assert {name: intent.action for name, intent in policy.intents.items()} == {"refund": "refund"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"action"', '"nowhere"', r"intents\.refund\.destination"),
        ("upset = 0.8", 'upset = "very"', r"rules\.0\.upset"),
        ('to = "person"', "", r"rules\.0\.to"),
        ("[routing]\n", "[routing\n", "cannot be read"),
        ("[routing]", 'answer = "refund"\n[routing]', "answer is not a block"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(table: Path, old: str, new: str, said: str) -> None:
    table.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(Invalid, match=said) as caught:
        policy_table.read(table)
    assert str(table) in caught.value.detail


def test_intents_without_examples_and_without_a_policy_are_doubts(table: Path) -> None:
    assert policy_table.doubts(policy_table.read(table), {"track"}) == [
        "in the policy table, but without an example: refund",
        "not in a policy table, so a person does it: track",
    ]
