"""``python -m tests.bench.against``: the shipped router beside semantic-router, on one encoder, data and machine.

The rival is installed, pinned, into an environment of its own under ``.local/bench``; both answer the same held-out
utterances in fresh interpreters. ``--smallest`` asks a few, and the rival only where it is installed already.
"""

import argparse
import csv
import hashlib
import json
import os
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from firstcontact.training import catalogue, metrics

from layers import artifacts
from layers.models.sources import ROOT
from tests import built
from tests.bench import child

HERE = Path(__file__).resolve().parent
EVALS = HERE.parent / "evals"
HOUSE = ROOT / "layers" / "core" / "python"
PINNED = HERE / "rival.txt"
FALSE_REJECTS = 0.05
NEEDED = ("onnxruntime", "tokenizers", "numpy", "numpy.libs")  # packages that a route of ours loads
RIVAL = "semantic-router"


class Amounts(NamedTuple):
    """How much both are given; None stands for everything there is."""

    utterances: int | None  # of each intent
    texts: int | None  # of those in scope, and as many out of scope
    installs: bool  # whether the rival is installed if it is missing


FULL, SMALLEST = Amounts(None, None, installs=True), Amounts(2, 5, installs=False)


def main() -> int:
    """Measure both and print them side by side."""
    parser = argparse.ArgumentParser(prog="tests.bench.against", description=__doc__)
    parser.add_argument("--smallest", dest="amounts", action="store_const", const=SMALLEST, default=FULL)
    amounts: Amounts = parser.parse_args().amounts
    folder = built.models()
    utterances: dict[str, list[str]] = {}
    for example in catalogue.data().examples:
        utterances.setdefault(example.intent, []).append(example.text)
    utterances = {intent: known[: amounts.utterances] for intent, known in utterances.items()}
    inside, outside = (_rows(name)[: amounts.texts] for name in ("retail_utterances.csv", "retail_out_of_scope.csv"))
    texts = [row["text"] for row in (*inside, *outside)]
    wanted = [row["intent"] for row in inside]
    given = json.dumps({"utterances": utterances, "texts": texts})
    home = Path(sysconfig.get_paths()["purelib"])
    ours = answer("ours", folder, given)
    ours["package_mib"] = sum(artifacts.size(home / name) for name in NEEDED if (home / name).is_dir()) / 2**20
    found = {"ours": ours}
    rival = _rival()
    if amounts.installs:
        _install(rival)
    if (rival / "ready").is_file():
        theirs = found[RIVAL] = answer(RIVAL, folder, given, rival / "bin" / "python")
        theirs["package_mib"] = artifacts.size(next((rival / "lib").glob("python3*/site-packages"))) / 2**20
    else:
        print(f"{RIVAL} is not installed yet, so it is left out", file=sys.stderr)
    _show({name: _judged(one, wanted) for name, one in found.items()})
    return 0


def _judged(one: dict[str, Any], wanted: list[str]) -> dict[str, float]:
    answers = one.pop("answers")
    scores = np.array([score for _, score in answers])
    inside, outside = scores[: len(wanted)], scores[len(wanted) :]
    border = np.quantile(inside, 1 - FALSE_REJECTS)
    return {
        "accuracy": float(np.mean([name == want for (name, _), want in zip(answers, wanted, strict=False)])),
        "oos_auroc": metrics.auroc(inside, outside),
        f"oos_recall at {FALSE_REJECTS:.0%} false rejects": float((outside > border).mean()),
        **one,
    }


def _show(found: dict[str, dict[str, float]]) -> None:
    print(f"{'':36}" + "".join(f"{name:>18}" for name in found) + f"{'ratio':>9}")
    for measure, ours in found["ours"].items():
        values = [one[measure] for one in found.values()]
        ratio = f"{values[-1] / ours:.2f}" if len(values) > 1 and ours else ""
        print(f"{measure:36}" + "".join(f"{value:>18.3f}" for value in values) + f"{ratio:>9}")


def _rows(name: str) -> list[dict[str, str]]:
    with (EVALS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(name: str, folder: Path, given: str, python: Path = Path(sys.executable)) -> dict[str, Any]:
    """Return what one router answers, and what that costs."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "OPENBLAS_NUM_THREADS": "1"}
    command = [str(python), "-P", str(HERE / "contender.py"), name, str(folder)]  # -P: without the modules beside it
    answered: dict[str, Any] = child.measure(command, env=environment, given=given)
    return answered


def _rival() -> Path:
    """The rival's environment, one for these pins."""
    name = hashlib.sha256(PINNED.read_bytes()).hexdigest()[:12]
    return ROOT / ".local" / "bench" / f"{RIVAL}-{name}"


def _install(folder: Path) -> None:
    if (folder / "ready").is_file():
        return
    print(f"installing {RIVAL} into an environment of its own (once)", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    child.run([sys.executable, "-m", "venv", str(folder)])
    child.run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", str(PINNED)])
    (folder / "ready").touch()


if __name__ == "__main__":
    sys.exit(main())
