"""The committed card tells of the models that this checkout builds."""

import json
from typing import Any

import pytest

from layers.models import card, sources


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(card.CARD.read_text())
    return found


def test_the_card_is_of_this_recipe(told: dict[str, Any]) -> None:
    assert told["recipe"] == sources.recipe_hash(), "the card is stale: python -m layers.models --card"


def test_the_card_names_its_licences_thresholds_and_measures(told: dict[str, Any]) -> None:
    assert told["licences"]["encoder"].startswith("Apache-2.0")
    assert told["router"]["scope"]["stated_false_rejects"] == 0.05
    assert told["router"]["scope"]["false_reject_rate"] <= 0.06
    assert {"accuracy", "auroc", "oos_recall", "wrong_actions"} <= told["router"]["held_out"].keys()
