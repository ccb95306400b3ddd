"""``python -m tests.bench.search``: what a search costs as knowledge grows past the real data; prints a table.

The chunks are made up, and so is their encoder: encoding a million for real takes hours. ``--sizes`` says how many,
``--backend opensearch`` measures the node at ``OPENSEARCH_URL``, ``--picture`` draws how costs grow, and
``--smallest`` measures a little of everything.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import curve, growth, ingest
from tests.bench.stores import STORES
from tests.bench.synthetic import FILTERS
from tests.bench.table import Row, show

MEBIBYTE = 2**20
TARGET = 100_000  # the size that targets are for


class Amounts(NamedTuple):
    """How much is measured; None stands for all real passages."""

    sizes: str
    questions: growth.Questions
    passages: int | None


FULL = Amounts("10000,100000", growth.Questions(), None)
SMALLEST = Amounts("100", growth.Questions(short=2, long=1, exact=1), 70)  # more passages than an encoder remembers


def main() -> int:
    """Measure each size, then the rate of real text."""
    parser = argparse.ArgumentParser(prog="tests.bench.search", description=__doc__)
    parser.add_argument("--sizes", help="chunks, e.g. 10000,100000,1000000")
    parser.add_argument("--backend", choices=STORES, default="embedded")
    parser.add_argument("--picture", type=Path, help="where to draw how costs grow, as SVG")
    parser.add_argument("--smallest", dest="amounts", action="store_const", const=SMALLEST, default=FULL)
    given = parser.parse_args()
    amounts = given.amounts._replace(sizes=given.sizes or given.amounts.sizes)
    found: dict[int, dict[str, Any]] = {}
    show(_rows(given.backend, amounts, found))
    if given.picture:
        given.picture.write_text(curve.draw(found), encoding="utf-8")
    return 0


def _rows(store: str, amounts: Amounts, found: dict[int, dict[str, Any]]) -> Iterator[Row]:
    for size in map(int, amounts.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix=f"{size}-") as name:
            folder = Path(name)
            try:
                written = growth.in_a_process("write", store, size, folder, amounts.questions)
                local = growth.in_a_process("open", store, size, folder, amounts.questions)
                found[size] = growth.in_a_process("search", store, size, folder, amounts.questions)
                yield from _of(size, written, local, found[size])
            finally:
                STORES[store](folder).drop()
    yield from ingest.rows(store, amounts.passages)


def _of(size: int, written: dict[str, Any], local: dict[str, Any], read: dict[str, Any]) -> Iterator[Row]:
    at, loading, searching = f"{size:,}:", "", ""
    if size == TARGET:
        loading, searching = "≤ 1", "≤ 20"
    yield Row(f"{at} written", written["chunks"] / written["seconds"], unit="chunks/s")
    yield Row(f"{at} written", written["seconds"], unit="s")
    loads = {"": read}
    if written["bytes"]:
        yield Row(f"{at} published", written["publishing"], unit="s")
        yield Row(f"{at} archive", written["bytes"] / MEBIBYTE, unit="MiB")
        loads = {", archive": read, ", file in place": local}
    for name, load in loads.items():
        yield Row(f"{at} cold load{name}", load["wall"], unit="s", target=loading)
        yield Row(f"{at} cold load{name}", load["cpu"], unit="CPU s")
    yield Row(f"{at} memory once loaded", read["opened_mib"], unit="MiB")
    yield Row(f"{at} memory after all searches", read["searched_mib"], unit="MiB")
    yield Row(f"{at} of it without mapped files", read["own_mib"], unit="MiB")
    for name, one in read["searches"].items():
        target = searching if name.startswith("short") else ""
        yield Row(f"{at} {name}", one["p50"], one["p99"], unit="CPU ms", target=target)
        yield Row(f"{at} {name}", one["wall"], unit="wall ms")
    for name in FILTERS:
        yield Row(f"{at} {name}, first search", read["searches"][f"short, {name}"]["first"], unit="CPU ms")
    for name, share in read["passing"].items():
        recall = read["recall"][name]
        yield Row(f"{at} recall@10, {name} ({share:.0%})", recall, unit="share", target="1")


if __name__ == "__main__":
    raise SystemExit(main())
