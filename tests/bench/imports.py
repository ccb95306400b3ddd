"""CPU time to import each function, in a fresh interpreter that sees its layers alone."""

import json
import os
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.bench import child
from tests.bench.amounts import Amounts
from tests.bench.table import Row

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = REPOSITORY / ".local"
PROGRAM = "import time; import functions.{name}.handler; print(time.process_time())"


def rows(amounts: Amounts) -> Iterator[Row]:
    """Milliseconds per function, interpreter start included."""
    layers = LOCAL / "build" / "layers"
    names = sorted(json.loads((layers / "layers.json").read_text()))
    path = os.pathsep.join([str(REPOSITORY), *(str(layers / name / "python") for name in names)])
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path}
    for folder in sorted((REPOSITORY / "functions").glob("*/handler.py"))[: amounts.functions]:
        times = [_import(folder.parent.name, environment) for _ in range(amounts.imports)]
        yield Row(f"import {folder.parent.name}", statistics.median(times), unit="CPU ms", target="≤ 400")


def _import(name: str, environment: dict[str, str]) -> float:
    python = LOCAL / "worker" / "bin" / "python"
    seconds = child.measure([str(python), "-s", "-c", PROGRAM.format(name=name)], env=environment)
    return float(seconds) * 1000
