"""Draws how a search's costs grow with the size of its index: an SVG that follows the reader's light or dark."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

WIDTH, HEIGHT, LEFT, TOP, GAP = 240, 170, 50, 46, 84
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #444 } .title { font-weight: 600; fill: #111 }
.axis { stroke: #bbb; fill: none } .line { stroke: #1769aa; fill: none; stroke-width: 2 } .dot { fill: #1769aa }
@media (prefers-color-scheme: dark) {
  text { fill: #bbb } .title { fill: #eee } .axis { stroke: #555 } .line { stroke: #6cb6ff } .dot { fill: #6cb6ff }
}
"""


class Panel(NamedTuple):
    """One cost by size."""

    title: str
    unit: str
    values: Mapping[int, float]


def draw(found: Mapping[int, Mapping[str, Any]]) -> str:
    """The picture of what ``growth`` measured by size."""
    short = {size: one["searches"]["short, 20 % pass"]["p50"] for size, one in found.items()}
    panels = [
        Panel("Search with filters, p50", "CPU ms", short),
        Panel("Cold load of an archive", "s", {size: one["wall"] for size, one in found.items()}),
        Panel("Memory after all searches", "MiB", {size: one["searched_mib"] for size, one in found.items()}),
    ]
    width, height = len(panels) * (WIDTH + GAP) + LEFT, TOP + HEIGHT + 50
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">']
    parts.append(f"<title>Costs of a search by the size of its index</title><style>{STYLE}</style>")
    for number, panel in enumerate(panels):
        parts += [f'<g transform="translate({LEFT + number * (WIDTH + GAP)} {TOP})">', *_panel(panel), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel) -> Iterator[str]:
    sizes = sorted(panel.values)
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    top = max(panel.values.values()) or 1.0
    points = []
    for size in sizes:
        x = WIDTH * (math.log10(size) - first) / ((last - first) or 1)
        points.append((x, HEIGHT * (1 - panel.values[size] / top), size))
    yield f'<text class="title" x="0" y="-26">{panel.title} ({panel.unit})</text>'
    yield f'<path class="axis" d="M0 0V{HEIGHT}H{WIDTH}"/>'
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    yield f'<polyline class="line" points="{line}"/>'
    for x, y, size in points:
        value = panel.values[size]
        shown = f"{value:.0f}" if value >= 10 else f"{value:.2g}"
        yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        yield f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{shown}</text>'
        yield f'<text x="{x:.1f}" y="{HEIGHT + 18}" text-anchor="middle">{size:,}</text>'
    yield f'<text x="{WIDTH / 2}" y="{HEIGHT + 38}" text-anchor="middle">chunks</text>'
