"""The shipped router on utterances it never saw. Floors, a little below what was measured."""

from typing import Any

import pytest
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.routing.policy import read_policy

from layers.models import build, card
from tests import built


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return card.held_out(built.models() / "router")


def test_it_names_the_right_intent_of_most(measured: dict[str, Any]) -> None:
    assert measured["accuracy"] >= 0.78


def test_it_sends_nearly_all_where_they_belong(measured: dict[str, Any]) -> None:
    assert measured["right_destination"] >= 0.90


def test_it_never_takes_one_action_for_another(measured: dict[str, Any]) -> None:
    assert measured["wrong_actions"] == 0


def test_it_knows_what_it_does_not_know(measured: dict[str, Any]) -> None:
    assert measured["auroc"] >= 0.85
    assert measured["oos_recall"] >= 0.70
    assert measured["false_reject_rate"] <= 0.08


def test_its_confidence_means_something(measured: dict[str, Any]) -> None:
    assert measured["ece"] <= 0.12


def test_it_carries_the_policy_of_every_intent() -> None:
    folder = built.models() / "router"
    policy = read_policy((folder / "policy.json").read_text())
    assert policy == build.policy()
    assert set(OnnxIntentModel(folder).intents) == set(policy.intents)
