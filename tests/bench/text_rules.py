"""``make bench-text``: how the time of each text rule grows with its text, on texts made to be slow.

Each rule reads each family of texts at 8, 16, 32 and 64 KB. A pair's growth is the exponent of its CPU time by size,
fitted to the logarithms: 1 is linear, 2 is quadratic. All is measured in one process and one run, so that the ratios
count, not the times. A pair that takes less than ``NOISE_MS`` at the largest size is left out: the constant part and
the clock decide there. A pair that seems to grow too fast is measured again; the shortest time of each size counts.
"""

import argparse
import gc
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from tests.bench.rules import RULES, Rule, forget
from tests.bench.table import milliseconds
from tests.bench.text_inputs import MADE, REPEATED, SIMPLE, Family, families

SIZES = (8192, 16_384, 32_768, 65_536)
MAX_EXPONENT = 1.2
NOISE_MS = 5.0
MAX_MS = 10_000.0  # a pair that takes longer is not measured at further sizes
RUNS = 15


class Growth(NamedTuple):
    """What a pair of rule and family took: CPU milliseconds by size, and the exponent; None if it is noise."""

    rule: str
    family: str
    times: Mapping[int, float]
    exponent: float | None


def measure(rule: str, family: str, read: Rule, make: Family, sizes: Sequence[int]) -> Growth:
    """Measure one pair, several times if it seems to grow too fast, and only at two sizes if it is noise."""
    smallest, *between, largest = sizes
    times: dict[int, float] = {}
    for _ in range(RUNS):
        for size in (smallest, largest, *between):
            if max(times.values(), default=0.0) < MAX_MS and times.get(largest, NOISE_MS) >= NOISE_MS:
                text = make(size)
                took = _milliseconds(partial(read, text), largest // size) / (largest // size)
                times[size] = min(times.get(size, math.inf), took)
        if max(times.values()) < NOISE_MS:
            return Growth(rule, family, times, None)
        if fit(times) <= MAX_EXPONENT:
            break
    return Growth(rule, family, times, fit(times))


def fit(times: Mapping[int, float]) -> float:
    """The exponent of the power of the size that fits the times best, by least squares on the logarithms."""
    points = [(math.log(size), math.log(max(time, 1e-6))) for size, time in times.items()]
    if len(points) < 2:
        return math.inf  # too slow to be measured at a second size
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    slope: float = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
    return slope


def _milliseconds(call: Callable[[], object], repeated: int) -> float:
    """The time of so many calls: as many as make all sizes take equally long, so that a busy machine slows all."""

    def calls() -> None:
        for _ in range(repeated):
            forget()
            call()

    gc.collect()
    gc.disable()
    try:
        return milliseconds(calls)
    finally:
        gc.enable()


def main() -> int:
    """Print of each rule the family that grows fastest and the slowest one; 1 if any grows too fast."""
    parser = argparse.ArgumentParser(prog="tests.bench.text_rules", description=__doc__)
    parser.add_argument("--rule", action="append", choices=RULES, metavar="RULE", help="measure this rule alone")
    parser.add_argument("--smallest", action="store_true", help="few families of small texts")
    given = parser.parse_args()
    sizes = tuple(size // 16 for size in SIZES) if given.smallest else SIZES
    inputs = families(SIMPLE) if given.smallest else families(REPEATED, MADE)
    gc.freeze()  # what is loaded already is not looked through by each collection
    print(f"CPU ms by size, and the growth's exponent (at most {MAX_EXPONENT}; pairs below {NOISE_MS:g} ms left out)")
    print(f"{'':32}{'family':28}" + "".join(f"{size / 1024:>6g} KB" for size in sizes) + f"{'exponent':>10}")
    found = [one for rule in given.rule or RULES for one in _of(rule, inputs, sizes)]
    failed = [one for one in found if _exponent(one) > MAX_EXPONENT]
    counted = sum(one.exponent is not None for one in found)
    print(f"{len(found)} pairs, of which {counted} take {NOISE_MS:g} ms or more; {len(failed)} grow too fast")
    return 1 if failed else 0


def _of(rule: str, inputs: Mapping[str, Family], sizes: Sequence[int]) -> Iterator[Growth]:
    found = [measure(rule, name, RULES[rule], make, sizes) for name, make in inputs.items()]
    growing, slow = max(found, key=_exponent), max(found, key=lambda one: max(one.times.values()))
    for one in [one for one in found if one in (growing, slow) or _exponent(one) > MAX_EXPONENT]:
        figures = "".join(f"{one.times[size]:>9.1f}" if size in one.times else f"{'—':>9}" for size in sizes)
        exponent = "—" if one.exponent is None else f"{one.exponent:.2f}"
        print(f"{rule:32}{one.family[:27]:28}{figures}{exponent:>10}", flush=True)
    yield from found


def _exponent(one: Growth) -> float:
    return one.exponent or 0.0


if __name__ == "__main__":
    sys.exit(main())
