"""Train a router: labelled texts in, an artifact out that needs nothing of what made it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from firstcontact.errors import Invalid
from firstcontact.model.route import Destination
from firstcontact.routing import IntentPolicy
from firstcontact.training import features, head, metrics, router_graph, scope, sealing, validation
from firstcontact.training.dataset import Example, distinct

Say = Callable[[str], None]


@dataclass(frozen=True)
class Data:
    """What a router is trained and judged on."""

    examples: Sequence[Example]
    out_of_scope: Sequence[str] = ()
    validation: Sequence[Example] = ()


def train(data: Data, encoder: Path, out: Path, policies: Mapping[str, IntentPolicy], say: Say) -> dict[str, Any]:
    """Write the artifact; returns its card."""
    examples = distinct(data.examples)
    intents = sorted({example.intent for example in examples})
    if len(intents) < 2:
        raise Invalid(f"{len(intents)} intents are too few to tell apart", remedy="Give examples of two or more.")
    judges = [example for example in distinct(data.validation) if example.intent in intents]
    rows = features.of([example.text for example in (*examples, *judges)], encoder, say)
    place = {intent: number for number, intent in enumerate(intents)}
    labels = np.array([place[example.intent] for example in (*examples, *judges)], dtype=np.int64)
    training = np.arange(len(examples))
    splits = [(training, np.arange(len(examples), len(labels)))] if judges else validation.folds(labels)
    say(f"fitting {len(intents)} intents on {len(examples)} texts")
    judged = validation.judge(rows, labels, len(intents), splits)
    fitted = head.fit(rows[training], labels[training], len(intents), judged.strength)
    outside = features.of(data.out_of_scope, encoder, say) if data.out_of_scope else None
    bounds = scope.bound(judged, fitted, outside)
    card = {
        **_card(judged, bounds, intents, "a file" if judges else f"{len(splits)} stratified folds"),
        "examples": len(examples),
        "out_of_scope_texts": len(data.out_of_scope),
        "data": _name(examples, data.out_of_scope),
    }
    trunk = onnx.load(encoder / "encoder.onnx")
    model = router_graph.build(trunk, fitted, judged.temperature, bounds.scale)
    return _write(out, encoder, model, card, policies)


def _card(judged: validation.Judged, bounds: scope.Scope, intents: list[str], split: str) -> dict[str, Any]:
    shares = metrics.softmax(judged.logits, judged.temperature)
    right = shares.argmax(axis=1) == judged.labels
    measured = {
        "split": split,
        "rows": len(right),
        "accuracy": round(float(right.mean()), 4) if len(right) else None,
        "ece": round(metrics.calibration_error(shares.max(axis=1), right), 4) if len(right) else None,
    }
    return {
        "kind": "router",
        "graph": "router.onnx",
        "intents": intents,
        "strength": judged.strength,
        "temperature": round(judged.temperature, 4),
        "scope": asdict(bounds),
        "validation": measured,
    }


def _write(
    out: Path,
    encoder: Path,
    model: onnx.ModelProto,
    card: dict[str, Any],
    policies: Mapping[str, IntentPolicy],
) -> dict[str, Any]:
    trunk = json.loads((encoder / "card.json").read_text(encoding="utf-8"))
    inherited = {key: trunk[key] for key in ("encoder", "dimensions", "max_tokens", "licence")}
    # Whoever serves these intents decides what may be done for them; until then a person does it.
    unknown = IntentPolicy(destination=Destination.PERSON)
    table = {name: policies.get(name, unknown).model_dump(mode="json") for name in card["intents"]}
    with sealing.fresh(out) as folder:
        onnx.save(model, folder / "router.onnx")
        sealing.carry("tokenizer.json", encoder, folder)
        (folder / "intents.json").write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        sealing.seal(folder, {**card, **inherited}, ("router.onnx", "tokenizer.json"))
    written: dict[str, Any] = json.loads((out / "card.json").read_text(encoding="utf-8"))
    return written


def _name(examples: Sequence[Example], out_of_scope: Sequence[str]) -> str:
    """Name the data by its content."""
    told = [[example.text, example.intent] for example in examples]
    return sealing.name([told, list(out_of_scope)])
