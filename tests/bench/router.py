"""The router: CPU time of a route, a cold start in a fresh interpreter, and what the artifacts weigh."""

import csv
import os
import statistics
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from firstcontact.adapters.models.onnx import OnnxIntentModel

from tests import built
from tests.bench import child
from tests.bench.amounts import FULL, Amounts
from tests.bench.table import Row, milliseconds, show, spread

UTTERANCES = Path(__file__).resolve().parents[1] / "evals" / "utterances.csv"
WARM_UP = 20
MEBIBYTE = 2**20
COLD = """
import json, sys, time
from pathlib import Path
started = time.process_time()
from firstcontact.adapters.models.onnx import OnnxIntentModel
OnnxIntentModel(Path(sys.argv[1])).predict("where is my parcel")
used = (time.process_time() - started) * 1000
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([used, int(peak.split()[1]) / 1024]))
"""


def rows(amounts: Amounts) -> Iterator[Row]:
    """Measure the models of this checkout."""
    models = built.models()
    yield Row("route one message", *spread(_routes(models / "router", amounts.routes)), unit="CPU ms", target="≤ 3")
    starts = [_cold(models / "router") for _ in range(amounts.starts)]
    yield Row("router, first route of a process", statistics.median(cpu for cpu, _ in starts), unit="CPU ms")
    yield Row("router, resident memory", statistics.median(memory for _, memory in starts), unit="MiB")
    for name in ("encoder", "router"):
        size = sum(path.stat().st_size for path in (models / name).iterdir())
        yield Row(f"{name} artifact", size / MEBIBYTE, unit="MiB")


def _routes(folder: Path, count: int | None) -> list[float]:
    model = OnnxIntentModel(folder)
    with UTTERANCES.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][:count]
    for text in texts[:WARM_UP]:
        model.predict(text)
    return [milliseconds(partial(model.predict, text)) for text in texts]


def _cold(folder: Path) -> tuple[float, float]:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", COLD, str(folder)]
    cpu, memory = child.measure(command, env=environment)
    return cpu, memory


if __name__ == "__main__":
    show(rows(FULL))
