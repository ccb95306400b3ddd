"""Trains a router: labelled texts in, a self-contained artifact out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from firstcontact.adapters.models.onnx import open_model
from firstcontact.errors import Invalid
from firstcontact.progress import Progress
from firstcontact.routing.policy import IntentPolicy
from firstcontact.routing.route import Destination
from firstcontact.training import (
    artifact,
    cross_validation,
    features,
    graph,
    head,
    label_names,
    metrics,
    router_graph,
    signals,
)
from firstcontact.training import out_of_scope as scope
from firstcontact.training.dataset import Data, distinct
from firstcontact.training.head import CosineHead, Floats, KernelHead, Labels

Card = dict[str, Any]
INHERITED = ("encoder", "reads", "layers", "dimensions", "max_tokens", "licence")


@dataclass(frozen=True)
class Table:
    """The training texts, then those of a validation file; labels are indices into ``intents``."""

    texts: tuple[str, ...]
    labels: Labels
    intents: tuple[str, ...]
    training: int

    @classmethod
    def of(cls, data: Data) -> "Table":
        """Build the table without repetitions; ``Invalid`` with fewer than two intents."""
        examples = distinct(data.examples)
        intents = sorted({example.intent for example in examples})
        if len(intents) < 2:
            raise Invalid(f"{len(intents)} of at least two intents are given", remedy="Add examples of others.")
        rows = [*examples, *(example for example in distinct(data.validation) if example.intent in intents)]
        place = {intent: number for number, intent in enumerate(intents)}
        labels = np.array([place[row.intent] for row in rows], dtype=np.int64)
        return cls(tuple(row.text for row in rows), labels, tuple(intents), len(examples))

    @property
    def file(self) -> list[cross_validation.Split]:
        """The split given by a validation file; empty without one."""
        rows = np.arange(len(self.labels))
        return [(rows[: self.training], rows[self.training :])] if self.training < len(rows) else []


@dataclass(frozen=True)
class Rows:
    """An encoder's outputs for a table; the last ``names`` rows are the intents' names, if they are informative."""

    outputs: Mapping[str, Floats]
    labels: Labels
    names: int

    @classmethod
    def of(cls, table: Table, encoder: Path, tell: Progress) -> "Rows":
        """Encode the texts and the names."""
        texts = [*table.texts, *(label_names.words(intent) for intent in table.intents)]
        outputs = features.read(texts, encoder, open_model(encoder).outputs, tell)
        known, names = slice(table.training), slice(len(table.texts), len(texts))
        meaning = outputs["sentence_embedding"]
        if label_names.telling(meaning[names], meaning[known], table.labels[known]):
            return cls(outputs, np.append(table.labels, np.arange(len(table.intents))), len(table.intents))
        return cls({name: rows[: names.start] for name, rows in outputs.items()}, table.labels, 0)

    def without(self, held: Labels) -> cross_validation.Split:
        """The split into all rows but those held out, and those."""
        return np.setdiff1d(np.arange(len(self.labels)), held), held


@dataclass(frozen=True)
class Trained:
    """An encoder's folder, a head fitted on it, its outputs on unseen texts, and its out-of-scope score."""

    encoder: Path
    head: KernelHead | CosineHead
    judged: cross_validation.Judged
    scope: scope.Scope
    split: str

    def features(self, texts: Sequence[str], tell: Progress) -> Floats:
        """The head's input features for some texts."""
        return features.of(texts, self.encoder, self.head.outputs, tell)


def train(data: Data, encoder: Path, out: Path, tell: Progress) -> Card:
    """Fit a head on an unchanged encoder and write the artifact into ``out``; returns its card."""
    table = Table.of(data)
    rows = Rows.of(table, encoder, tell)
    splits = [rows.without(held) for _, held in table.file] or cross_validation.folds(rows.labels, rows.names)
    tell.say(f"fitting {len(table.intents)} intents on {table.training} texts")
    settings, judged = cross_validation.choose(rows.outputs, rows.labels, len(table.intents), splits)
    known = splits[0][0] if table.file else np.arange(len(rows.labels))
    joined = features.join(rows.outputs, settings.shares)
    fitted = head.fit(joined[known], rows.labels[known], len(table.intents), settings)
    outside = features.of(data.out_of_scope, encoder, settings.shares, tell)
    split = "a file" if table.file else f"{len(splits)} stratified folds"
    trained = Trained(encoder, fitted, judged, scope.bound(judged, fitted, outside), split)
    return ship(trained, table, data, out, {**asdict(settings), "names": bool(rows.names)}, tell)


def ship(trained: Trained, table: Table, data: Data, out: Path, training: Mapping[str, Any], tell: Progress) -> Card:
    """Write the artifact into ``out``; returns its card."""
    beside, told = _signs(trained, data, tell)
    trunk = json.loads((trained.encoder / "card.json").read_text(encoding="utf-8"))
    card = {
        "kind": "router",
        "graph": "router.onnx",
        "intents": table.intents,
        "examples": table.training,
        "out_of_scope_texts": len(data.out_of_scope),
        "data": artifact.name(
            [[[e.text, e.intent] for e in distinct(data.examples)], list(data.out_of_scope)],
        ),
        "training": dict(training),
        "temperature": round(trained.judged.temperature, 4),
        "scope": asdict(trained.scope),
        "signs": told,
        "validation": measured(trained.judged, trained.split),
        **{key: trunk[key] for key in INHERITED if key in trunk},
    }
    # An intent without a policy goes to a person, until the operator decides what may be done for it.
    unknown = IntentPolicy(destination=Destination.PERSON)
    intents = {name: data.policy.intents.get(name, unknown) for name in table.intents}
    policy = data.policy.model_copy(update={"intents": intents})
    model = onnx.load(trained.encoder / "encoder.onnx")
    joined = router_graph.build(model, trained.head, trained.judged.temperature, trained.scope.scale, beside)
    with artifact.fresh(out) as folder:
        graph.write(joined, folder / "router.onnx")
        if "tokenizer.json" in trunk["files"]:
            artifact.carry("tokenizer.json", trained.encoder, folder)
        (folder / "policy.json").write_text(policy.model_dump_json(indent=2) + "\n", encoding="utf-8")
        artifact.seal(folder, card)
    written: Card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    return written


def _signs(trained: Trained, data: Data, tell: Progress) -> tuple[signals.Signs | None, Card]:
    if not data.signs:
        return None, {}
    texts = list(dict.fromkeys(text for rows in data.signs.values() for text, _ in rows))
    places = {text: place for place, text in enumerate(texts)}
    read = trained.features(texts, tell)
    return signals.fit(
        {
            name: (read[[places[text] for text, _ in rows]], np.array([flag for _, flag in rows]))
            for name, rows in data.signs.items()
        }
    )


def measured(judged: cross_validation.Judged, split: str) -> dict[str, Any]:
    """The accuracy of the top intent, and its calibration error before and after applying the temperature."""
    before, after = metrics.softmax(judged.logits), metrics.softmax(judged.logits, judged.temperature)
    right = after.argmax(axis=1) == judged.labels
    if not len(right):
        return {"split": split, "rows": 0, "accuracy": None, "ece_before": None, "ece": None}
    errors = [round(metrics.calibration_error(shares.max(axis=1), right), 4) for shares in (before, after)]
    return {
        "split": split,
        "rows": len(right),
        "accuracy": round(float(right.mean()), 4),
        "ece_before": errors[0],
        "ece": errors[1],
    }
