"""Trains a router on an encoder that is fine-tuned to its intents."""

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from firstcontact.progress import Progress
from firstcontact.training import cross_validation, encoder, features, fine_tune, head, router
from firstcontact.training import out_of_scope as scope
from firstcontact.training.dataset import Data
from firstcontact.training.fine_tune import Recipe, Tuned
from firstcontact.training.head import CosineHead, Labels
from firstcontact.training.router import Card, Rows, Table, Trained

FEWEST_EXAMPLES = 20  # median per intent; with fewer, the encoder is better left unchanged
# With fewer training texts, the published encoder is tried too; with more it was never better.
ROWS_TO_DOUBT = 4000


@dataclass(frozen=True)
class Tuning:
    """Where the encoder's weights are cached, how many of its layers are used, and how many seeds are tried."""

    store: Path
    layers: int = 6
    seeds: int = 1
    recipe: Recipe = field(default_factory=Recipe)


def train(data: Data, tuning: Tuning, out: Path, tell: Progress) -> Card:
    """Fine-tune once per seed and ship the best; returns its card, which reports on all seeds.

    The published encoder is used instead if there are too few examples or fine-tuning does not help. An interrupted
    run resumes.
    """
    table = Table.of(data)
    usual = int(np.median(np.bincount(table.labels[: table.training])))
    plain = encoder.ready(tuning.store, tell.say, tuning.layers)
    if usual < FEWEST_EXAMPLES:
        tell.say(
            f"warning: {usual} examples per intent are too few to fine-tune on ({FEWEST_EXAMPLES} are enough): "
            "the encoder stays as it is"
        )
        return router.train(data, plain, out, tell)
    (split,) = table.file or [cross_validation.hold_out(table.labels)]
    unfinished = out / ".tuning"
    with TemporaryDirectory() as scratch:
        runs = list(_runs(data, table, tuning, split, Path(scratch), unfinished, tell))
        told = [router.measured(run.judged, run.split) for run in runs]
        best = runs[int(np.argmax([one["accuracy"] for one in told]))]
        if len(split[0]) < ROWS_TO_DOUBT:
            frozen = _frozen(table, plain, split[1], tell)
            if frozen >= max(one["accuracy"] for one in told):
                tell.say(f"fine-tuning did not help ({frozen:.4f} without it): the encoder stays as it is")
                shutil.rmtree(unfinished, ignore_errors=True)
                return router.train(data, plain, out, tell)
        report = {"recipe": asdict(tuning.recipe), "layers": tuning.layers, "seeds": told}
        card = router.ship(best, table, data, out, report, tell)
    shutil.rmtree(unfinished, ignore_errors=True)
    return card


def _runs(
    data: Data, table: Table, tuning: Tuning, split: cross_validation.Split, scratch: Path, kept: Path, tell: Progress
) -> Iterator[Trained]:
    rows, held = split
    weights, shape, tokenizer = encoder.published(encoder.weights_of(tuning.store))
    published = (weights, replace(shape, layers=tuning.layers), tokenizer)
    for seed in range(tuning.recipe.seed, tuning.recipe.seed + tuning.seeds):
        recipe = replace(tuning.recipe, seed=seed)
        tuned = fine_tune.train(published, [table.texts[r] for r in rows], table.labels[rows], recipe, kept, tell)
        folder = scratch / str(seed)
        encoder.build(encoder.weights_of(tuning.store), folder, tuned.changes, tuning.layers)
        yield _judge(data, table, folder, tuned, split, tell)
        tell.say(f"seed {seed} is trained and measured on {len(held)} texts it had not seen")


def _judge(
    data: Data, table: Table, folder: Path, tuned: Tuned, split: cross_validation.Split, tell: Progress
) -> Trained:
    rows, held = split
    marks = rows[head.landmarks(table.labels[rows])]
    read = features.of([table.texts[row] for row in (*marks, *held)], folder, CosineHead.outputs, tell)
    fitted = CosineHead(read[: len(marks)], tuned.directions.astype(np.float64), tuned.scale)
    seen = read[len(marks) :]
    judged = cross_validation.Judged(fitted.logits(seen), fitted.distance(seen), table.labels[held])
    outside = features.of(data.out_of_scope, folder, CosineHead.outputs, tell)
    bounds = scope.bound(judged, fitted, outside, "energy", scope.FALSE_REJECTS_TUNED)
    split_name = "a file" if table.file else f"{len(held)} texts held out"
    return Trained(folder, fitted, judged, bounds, split_name)


def _frozen(table: Table, plain: Path, held: Labels, tell: Progress) -> float:
    """The accuracy of the published encoder on the same held-out texts."""
    rows = Rows.of(table, plain, tell)
    _, judged = cross_validation.choose(rows.outputs, rows.labels, len(table.intents), [rows.without(held)])
    return judged.accuracy
