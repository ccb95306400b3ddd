"""A table of measurements."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured thing; a lone figure has no p99."""

    name: str
    p50: float
    p99: float | None = None
    unit: str = "ms"
    target: str = ""


def spread(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def milliseconds(call: Callable[[], object]) -> float:
    """The CPU time that a call takes."""
    started = time.process_time_ns()
    call()
    return (time.process_time_ns() - started) / 1e6


def show(rows: Iterable[Row]) -> None:
    """Print rows as they come."""
    print(f"{'':44}{'p50':>10}{'p99':>10}  unit   target")
    for row in rows:
        worst = "" if row.p99 is None else f"{row.p99:.1f}"
        print(f"{row.name:44}{row.p50:>10.2f}{worst:>10}  {row.unit:6} {row.target}", flush=True)
