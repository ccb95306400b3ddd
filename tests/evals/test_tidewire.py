"""The demo shop's intents with the built-in ones: the router trained on both, on the shop's held-out messages."""

from typing import Any

import pytest
from firstcontact.adapters.models.artifacts import PUBLISHED_ENCODER
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.progress import Messages
from firstcontact.training import catalogue, shop_router

from layers.models.held_out import Sets, held_out
from tests import built


@pytest.fixture(scope="session")
def measured() -> dict[str, Any]:
    return held_out(built.shop_router(), Sets("utterances.csv", "out_of_scope.csv", "upset.csv", "hard.csv"))


def test_it_knows_the_built_in_intents_and_those_of_the_shop() -> None:
    known = set(OnnxIntentModel(built.shop_router()).intents)
    assert known == {*catalogue.built_in().intents, "device_privacy"}


def test_it_names_the_right_intent_of_most(measured: dict[str, Any]) -> None:
    assert measured["accuracy"] >= 0.74


def test_it_sends_nearly_all_where_they_belong(measured: dict[str, Any]) -> None:
    assert measured["right_destination"] >= 0.93


def test_it_never_takes_one_action_for_another(measured: dict[str, Any]) -> None:
    assert measured["wrong_actions"] == 0
    assert measured["out_of_scope_actions"] == 0


def test_it_knows_what_it_does_not_know(measured: dict[str, Any]) -> None:
    assert measured["auroc"] >= 0.87
    assert measured["false_reject_rate"] <= 0.08


def test_the_same_intents_are_never_trained_twice() -> None:
    said: list[str] = []
    shop = catalogue.read(built.TIDEWIRE / "intents.toml")
    folder = built.shop_router()
    again = shop_router.build(shop, built.models() / PUBLISHED_ENCODER, folder.parent, Messages(said.append))
    assert (again, said) == (folder, [])
