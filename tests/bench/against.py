"""``python -m tests.bench.against``: the shipped router beside semantic-router, on one encoder, data and machine.

The rival is installed, pinned, into an environment of its own under ``.local/bench``; both answer the same held-out
utterances in fresh interpreters.
"""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import numpy as np
from firstcontact.training import catalogue, metrics

from layers import artifacts
from layers.models import build
from tests import built

HERE = Path(__file__).resolve().parent
EVALS = HERE.parent / "evals"
HOUSE = build.ROOT / "layers" / "core" / "python"
PINNED = HERE / "rival.txt"
FALSE_REJECTS = 0.05
NEEDED = ("onnxruntime", "tokenizers", "numpy", "numpy.libs")  # packages that a route of ours loads


def main() -> int:
    """Measure both and print them side by side."""
    folder = built.models()
    utterances: dict[str, list[str]] = {}
    for example in catalogue.data().examples:
        utterances.setdefault(example.intent, []).append(example.text)
    inside, outside = _rows("retail_utterances.csv"), _rows("retail_out_of_scope.csv")
    texts = [row["text"] for row in (*inside, *outside)]
    wanted = [row["intent"] for row in inside]
    given = json.dumps({"utterances": utterances, "texts": texts})
    rival = _rival()
    found = {
        "ours": _run(Path(sys.executable), "ours", folder, given),
        "semantic-router": _run(rival, "semantic-router", folder, given),
    }
    home = Path(sysconfig.get_paths()["purelib"])
    ours = sum(artifacts.size(home / name) for name in NEEDED if (home / name).is_dir())
    theirs = artifacts.size(next((rival.parents[1] / "lib").glob("python3*/site-packages")))
    found["ours"]["package_mib"], found["semantic-router"]["package_mib"] = ours / 2**20, theirs / 2**20
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
    ours, theirs = found["ours"], found["semantic-router"]
    print(f"{'':36}{'ours':>12}{'semantic-router':>18}{'ratio':>9}")
    for name, value in ours.items():
        print(f"{name:36}{value:>12.3f}{theirs[name]:>18.3f}{theirs[name] / value:>9.2f}")


def _rows(name: str) -> list[dict[str, str]]:
    with (EVALS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _run(python: Path, name: str, folder: Path, given: str) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "OPENBLAS_NUM_THREADS": "1"}
    command = [str(python), str(HERE / "contender.py"), name, str(folder)]
    done = subprocess.run(command, input=given, env=environment, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _rival() -> Path:
    """The interpreter of the rival's environment, made once for these pins."""
    name = hashlib.sha256(PINNED.read_bytes()).hexdigest()[:12]
    folder = build.ROOT / ".local" / "bench" / f"semantic-router-{name}"
    python = folder / "bin" / "python"
    if not (folder / "ready").is_file():
        print("installing semantic-router into an environment of its own (once)", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", str(PINNED)], check=True)
        (folder / "ready").touch()
    return python


if __name__ == "__main__":
    sys.exit(main())
