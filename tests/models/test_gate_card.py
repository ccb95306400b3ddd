"""The committed gate was fitted to the data and by the rules of this checkout, with the encoder that ships."""

import json
from typing import Any

import pytest
from firstcontact.gate.calibration import Calibration
from firstcontact.gate.features import FEATURE_NAMES

from infra.local.models import fit_gate
from infra.local.models.shops import all_labelled, labelled
from layers.models.sources import GATE, GATE_CARD, gate_in
from tests import built

STALE_OWN = "the demo shop's gate is stale: python -m infra.local.models.fit_gate --shop tidewire"
STALE = "the gate is stale: python -m infra.local.models.fit_gate, then python -m layers.models --card"


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GATE_CARD.read_text())
    return found


def test_the_gate_is_of_this_recipe(card: dict[str, Any]) -> None:
    assert card["recipe"] == fit_gate.recipe_hash(all_labelled()), STALE


def test_the_demo_shops_own_gate_is_of_this_recipe_and_fits_its_own_encoder() -> None:
    shop = labelled()
    card = json.loads((gate_in(shop.place).parent / GATE_CARD.name).read_text())
    own = json.loads((built.models(shop.place) / "encoder" / "card.json").read_text())
    assert card["recipe"] == fit_gate.recipe_hash([shop]), STALE_OWN
    assert card["encoder"] == own["encoder"], STALE_OWN


def test_the_gate_was_fitted_with_the_encoder_that_ships(card: dict[str, Any]) -> None:
    shipped = json.loads((built.models() / "encoder" / "card.json").read_text())
    assert card["encoder"] == shipped["encoder"], STALE


def test_the_gate_knows_every_feature_and_has_a_threshold() -> None:
    gate = Calibration.model_validate_json(GATE.read_text())
    assert gate.features == FEATURE_NAMES
    assert gate.threshold is not None
