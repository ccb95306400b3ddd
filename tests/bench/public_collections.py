"""``python -m tests.bench.public_collections``: default routers trained on parts of public collections.

Two kinds of part: ten examples per intent, and what projects begin with, a few hundred lines dealt unevenly over some
twenty to sixty intents, down to one example, judged by misspelt messages of which half belong to none of them.
``--smallest`` trains one router of each kind on a few examples.
"""

import argparse
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.progress import Lines
from firstcontact.training import evaluate, router
from firstcontact.training.dataset import Data, Example

from tests import built
from tests.bench import public
from tests.bench.public import Collection

UNEVEN = 1.2  # of a Dirichlet distribution over the intents; less is more uneven
SLIPS = 0.6  # of the keyboard per message, on average
Random = np.random.Generator


class Part(NamedTuple):
    """What a router is trained on and judged by; an empty intent is out of scope."""

    known: list[Example]
    judges: list[Example]


class Amounts(NamedTuple):
    """How many routers are trained, and on how much."""

    few: int = 10  # examples of each intent
    few_draws: int = 6
    few_judges: int = 25
    few_from: tuple[str, ...] = ("Banking77", "CLINC150")
    beginnings: int = 4
    beginnings_from: tuple[str, ...] = tuple(public.READERS)
    lines: tuple[int, int] = (300, 600)
    intents: tuple[int, int] = (20, 60)
    judges: int = 12


FULL = Amounts()
SMALLEST = Amounts(
    few=2,
    few_draws=1,
    few_judges=1,
    few_from=("Bitext",),
    beginnings=1,
    beginnings_from=("Bitext",),
    lines=(40, 60),
    intents=(5, 10),
    judges=2,
)


def main() -> int:
    """Measure and print; says so if the collections are not here."""
    parser = argparse.ArgumentParser(prog="tests.bench.public_collections", description=__doc__)
    parser.add_argument("--smallest", dest="amounts", action="store_const", const=SMALLEST, default=FULL)
    amounts: Amounts = parser.parse_args().amounts
    if not public.FOLDER.is_dir():
        print(f"not measured: the public collections are not in {public.FOLDER}", file=sys.stderr)
        return 0
    print(f"{'':28}{'accuracy':>10}{'AUROC':>8}{'false rejects':>15}{'OOS recall':>12}{'ECE':>7}")
    found = {name: read(public.FOLDER) for name, read in public.READERS.items()}
    for name in amounts.few_from:
        _show(f"{name}, {amounts.few} examples each", [_judged(part) for part in _few(found[name], amounts)])
    beside = found["CLINC150"].beside
    beginnings = {
        name: [_judged(part) for part in _beginnings(found[name], beside, amounts)]
        for name in amounts.beginnings_from
    }
    for name, reports in beginnings.items():
        _show(f"{name}, a beginning", reports)
    _show("the mean of the beginnings", [report for reports in beginnings.values() for report in reports])
    return 0


def _few(collection: Collection, amounts: Amounts) -> Iterator[Part]:
    for seed in range(amounts.few_draws):
        chance = np.random.default_rng(seed)
        known, judges = [], []
        for intent, texts in collection.texts.items():
            dealt = _shuffled(texts, chance)
            known += _examples(dealt[: amounts.few], intent)
            judges += _examples(dealt[amounts.few : amounts.few + amounts.few_judges], intent)
        yield Part(known, judges)


def _beginnings(collection: Collection, beside: list[str], amounts: Amounts) -> Iterator[Part]:
    names = sorted(collection.texts)
    for seed in range(amounts.beginnings):
        chance = np.random.default_rng(seed)
        count = min(int(chance.integers(*amounts.intents)), int(len(names) * 0.75))
        picked = set(chance.choice(names, count, replace=False).tolist())
        shares = chance.dirichlet(np.full(count, UNEVEN)) * chance.integers(*amounts.lines)
        known, judges = [], []
        for intent, share in zip(sorted(picked), shares, strict=True):
            dealt = _shuffled(collection.texts[intent], chance)
            size = min(max(1, round(share)), len(dealt) - 5)
            known += _examples(dealt[:size], intent)
            judges += _examples([_misspelt(text, chance) for text in dealt[size : size + amounts.judges]], intent)
        others = [text for name in names if name not in picked for text in collection.texts[name]]
        half = len(judges) // 2
        outside = [*_shuffled(others, chance)[:half], *_shuffled(beside, chance)[:half]]
        yield Part(known, [*judges, *_examples([_misspelt(text, chance) for text in outside], "")])


def _judged(part: Part) -> dict[str, Any]:
    with TemporaryDirectory() as scratch:
        out = Path(scratch) / "router"
        router.train(Data(part.known), built.models() / "encoder", out, Lines(lambda _: None))
        model = OnnxIntentModel(out)
        return evaluate.report(evaluate.run(model, part.judges), model.intents)


def _show(name: str, reports: list[dict[str, Any]]) -> None:
    fields = {"accuracy": 10, "auroc": 8, "false_reject_rate": 15, "oos_recall": 12, "ece": 7}
    cells = []
    for field, width in fields.items():
        values = [report[field] for report in reports if report[field] is not None]
        cells.append(f"{statistics.mean(values):>{width}.3f}" if values else " " * (width - 1) + "-")
    print(f"{name:28}{''.join(cells)}", flush=True)


def _examples(texts: list[str], intent: str) -> list[Example]:
    return [Example(text, intent, 0) for text in texts]


def _shuffled(texts: list[str], chance: Random) -> list[str]:
    return [texts[place] for place in chance.permutation(len(texts))]


def _misspelt(text: str, chance: Random) -> str:
    """Lower case, with letters left out, doubled or exchanged."""
    letters = list(text.lower())
    for _ in range(chance.poisson(SLIPS)):
        if len(letters) < 5:
            break
        place = int(chance.integers(1, len(letters) - 1))
        slip = chance.integers(3)
        if slip == 0:
            del letters[place]
        elif slip == 1:
            letters[place - 1 : place + 1] = letters[place - 1 : place + 1][::-1]
        else:
            letters.insert(place, letters[place])
    return "".join(letters)


if __name__ == "__main__":
    sys.exit(main())
