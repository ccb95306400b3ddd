"""Measures a router on messages that are in no training data; most are from shops of other trades."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.routing.decision import decide_route
from firstcontact.routing.policy import Policy, read_policy
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Signals
from firstcontact.training import dataset, evaluate, metrics
from firstcontact.training.catalogue import SIGNS
from firstcontact.training.dataset import Example
from firstcontact.training.gate_fit import lower_bound

EVALS = Path(__file__).resolve().parents[2] / "tests" / "evals"
TIMES = ("p50_ms", "p99_ms")


class Sets(NamedTuple):
    """The files of a shop, or of the trade: utterances, texts out of scope, and texts with flags for each sign."""

    utterances: str = "retail_utterances.csv"
    out_of_scope: str = "retail_out_of_scope.csv"
    upset: str = "retail_emotion.csv"
    hard: str = "retail_emotion.csv"


RETAIL = Sets()


def held_out(router: Path, sets: Sets = RETAIL) -> dict[str, Any]:
    """How well a router names intents, knows what is none, and where its intents send messages."""
    model = OnnxIntentModel(router)
    policy = read_policy((router / "policy.json").read_text(encoding="utf-8"))
    inside = dataset.read(EVALS / sets.utterances)[0]
    outside = [Example(text, "", line) for line, text in enumerate(dataset.read_texts(EVALS / sets.out_of_scope), 2)]
    answers = evaluate.run(model, [*inside, *outside])
    report = {name: value for name, value in evaluate.report(answers, model.intents).items() if name not in TIMES}
    right = [said.top[0][0] == example.intent for example, said in zip(inside, answers.predictions, strict=False)]
    return {
        **report,
        "accuracy_lower_bound": round(lower_bound(sum(right), len(right)), 4),
        "accuracy_by_style": _by_style(EVALS / sets.utterances, right),
        **_destinations(inside, answers.predictions, policy),
        "signs": {name: _sign(model, policy, name, EVALS / getattr(sets, name)) for name in SIGNS},
    }


def searched(router: Path, texts: Sequence[str]) -> float:
    """The share of messages that are searched for, as questions are."""
    model = OnnxIntentModel(router)
    policy = read_policy((router / "policy.json").read_text(encoding="utf-8"))
    return _share(_destination(model.predict(text), policy, text) is Destination.ANSWER for text in texts)


def other_trades() -> list[str]:
    """Questions that only shops of one trade are asked, which no built-in intent is about."""
    lines = (EVALS / "other_trades.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def _by_style(path: Path, right: Sequence[bool]) -> dict[str, float]:
    found = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row, hit in zip(csv.DictReader(file), right, strict=True):
            found[row.get("style", "")].append(hit)
    return {style: _share(hits) for style, hits in found.items() if style}


def _sign(model: OnnxIntentModel, policy: Policy, name: str, path: Path) -> dict[str, float]:
    """A sign on texts it was not fitted to, at the bound that the policy table sets."""
    least = min(bound for rule in policy.rules if (bound := getattr(rule, name)) is not None)
    given = dataset.read_flags(path, name)
    flags = np.array([flag for _, flag in given])
    shares = np.array([model.predict(text).sign(name) for text, _ in given])
    return {
        **metrics.told_apart(shares, flags),
        "found": _share(shares[flags] >= least),
        "mistaken": _share(shares[~flags] >= least),
    }


def _destinations(inside: Sequence[Example], predictions: Sequence[Prediction], policy: Policy) -> dict[str, Any]:
    """Where intents alone send messages, whatever the rules and the words ask for."""
    plain = policy.model_copy(update={"rules": ()})
    routes = [decide_route(said, plain, Signals(), people_only=False, text="") for said in predictions]
    wanted = [policy.intents[example.intent] for example in inside]
    pairs, beyond = list(zip(routes, wanted, strict=False)), routes[len(inside) :]
    return {
        "right_destination": _share(route.destination == want.destination for route, want in pairs),
        "wrong_actions": sum(route.action is not None and route.action != want.action for route, want in pairs),
        "out_of_scope_searched": _share(route.destination is Destination.ANSWER for route in beyond),
        "out_of_scope_actions": sum(route.action is not None for route in beyond),
    }


def _destination(said: Prediction, policy: Policy, text: str) -> Destination:
    return decide_route(said, policy, Signals(), people_only=False, text=text).destination


def _share(flags: Iterable[Any]) -> float:
    return round(float(np.mean(list(flags))), 4)
