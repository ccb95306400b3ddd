"""The built-in router on messages of many trades that it never saw. Floors, a little below what was measured."""

from typing import Any

import pytest
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.routing.policy import read_policy
from firstcontact.training import catalogue

from layers.models.held_out import held_out, other_trades, searched
from tests import built


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return held_out(built.models() / "router")


def test_it_names_the_right_intent_of_most(measured: dict[str, Any]) -> None:
    assert measured["accuracy"] >= 0.65
    assert min(measured["accuracy_by_style"].values()) >= 0.45


def test_it_sends_most_where_they_belong(measured: dict[str, Any]) -> None:
    assert measured["right_destination"] >= 0.92


def test_it_never_takes_one_action_for_another(measured: dict[str, Any]) -> None:
    assert measured["wrong_actions"] == 0
    assert measured["out_of_scope_actions"] <= 2


def test_nearly_all_questions_that_only_one_trade_is_asked_are_searched_for() -> None:
    assert searched(built.models() / "router", other_trades()) >= 0.90


def test_it_knows_most_of_what_it_knows(measured: dict[str, Any]) -> None:
    assert measured["auroc"] >= 0.75
    assert measured["false_reject_rate"] <= 0.09


def test_its_confidence_means_something(measured: dict[str, Any]) -> None:
    assert measured["ece"] <= 0.09


def test_it_finds_most_upset_customers_and_takes_few_others_for_upset(measured: dict[str, Any]) -> None:
    upset = measured["signs"]["upset"]
    assert upset["auroc"] >= 0.94
    assert upset["found"] >= 0.63
    assert upset["mistaken"] <= 0.05


def test_it_knows_hard_questions(measured: dict[str, Any]) -> None:
    hard = measured["signs"]["hard"]
    assert hard["auroc"] >= 0.97
    assert hard["found"] >= 0.95
    assert hard["mistaken"] <= 0.03


@pytest.mark.parametrize("text", ["test", "Who are you?", "Are you a bot?"])
def test_who_tries_the_chat_out_is_not_upset(text: str) -> None:
    said = OnnxIntentModel(built.models() / "router").predict(text)
    assert said.sign("upset") < 0.5
    assert said.top[0][0] == "smalltalk"


def test_it_carries_the_policy_of_every_intent() -> None:
    folder = built.models() / "router"
    policy = read_policy((folder / "policy.json").read_text())
    assert policy == catalogue.policy(catalogue.built_in())
    assert set(OnnxIntentModel(folder).intents) == set(policy.intents)
