"""The committed card: what the shipped models were made from, and how good they are on texts they never saw."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.routing.decision import decide_route
from firstcontact.routing.policy import read_policy
from firstcontact.routing.route import Destination, Signals
from firstcontact.training import dataset, evaluate, metrics
from firstcontact.training.dataset import Example

from layers.models import build
from layers.models.build import SIGNS, recipe_hash

CARD = Path(__file__).with_name("card.json")
EVALS = Path(__file__).resolve().parents[2] / "tests" / "evals"
TIMES = ("p50_ms", "p99_ms")


def describe(models: Path) -> dict[str, Any]:
    """The card of these models."""
    router, encoder, gate = (_read(models / name / "card.json") for name in ("router", "encoder", "gate"))
    told = ("examples", "out_of_scope_texts", "training", "temperature", "scope", "validation")
    return {
        "recipe": recipe_hash(),
        "data": router["data"],
        "encoder": {key: encoder[key] for key in ("encoder", "dimensions", "max_tokens")},
        "router": {**{key: router[key] for key in told}, "held_out": held_out(models / "router")},
        "gate": gate,
        "licences": {"encoder": encoder["licence"], "utterances": "Apache-2.0 (this repository)"},
    }


def held_out(router: Path) -> dict[str, Any]:
    """The router on utterances that are in no training data, and where its intents would send them."""
    model = OnnxIntentModel(router)
    examples = dataset.read(EVALS / "utterances.csv")[0]
    outside = [Example(text, "", line) for line, text in enumerate(dataset.read_texts(EVALS / "out_of_scope.csv"), 2)]
    answers = evaluate.run(model, [*examples, *outside])
    report = {name: value for name, value in evaluate.report(answers, model.intents).items() if name not in TIMES}
    signs = {name: _sign(model, name) for name in SIGNS}
    return {**report, **_destinations(answers, len(examples), router), "signs": signs}


def _sign(model: OnnxIntentModel, name: str) -> dict[str, float]:
    """A sign on texts it was not fitted to, at the bound that the policy table sets."""
    least = min(bound for rule in build.policy().rules if (bound := getattr(rule, name)) is not None)
    given = dataset.read_flags(EVALS / f"{name}.csv", name)
    flags = np.array([flag for _, flag in given])
    shares = np.array([model.predict(text).sign(name) for text, _ in given])
    return {
        **metrics.told_apart(shares, flags),
        "found": round(float((shares[flags] >= least).mean()), 4),
        "mistaken": round(float((shares[~flags] >= least).mean()), 4),
    }


def _destinations(answers: evaluate.Answers, inside: int, router: Path) -> dict[str, Any]:
    policy = read_policy((router / "policy.json").read_text(encoding="utf-8"))
    plain = policy.model_copy(update={"rules": ()})
    routes = [decide_route(said, plain, Signals(), people_only=False, text="") for said in answers.predictions]
    wanted = [policy.intents[intent] for intent in answers.expected[:inside]]
    actions = [
        route.action is not None and route.action != want.action
        for route, want in zip(routes[:inside], wanted, strict=True)
    ]
    sent = [route.destination == want.destination for route, want in zip(routes[:inside], wanted, strict=True)]
    to_people = [route.destination is Destination.PERSON for route in routes[inside:]]
    return {
        "right_destination": round(sum(sent) / len(sent), 4),
        "wrong_actions": sum(actions),
        "out_of_scope_to_a_person": round(sum(to_people) / len(to_people), 4),
    }


def write(models: Path) -> None:
    """Replace the committed card."""
    CARD.write_text(json.dumps(describe(models), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return card
