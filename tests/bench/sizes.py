"""How large the layers are, unzipped."""

from collections.abc import Iterator
from pathlib import Path

from layers import artifacts
from tests.bench.table import Row

LAYERS = Path(__file__).resolve().parents[2] / ".local" / "build" / "layers"


def rows() -> Iterator[Row]:
    """MiB per layer, and of what a function that thinks carries for it."""
    sizes = {folder.name: artifacts.size(folder) / 2**20 for folder in sorted(LAYERS.iterdir()) if folder.is_dir()}
    for name, size in sizes.items():
        yield Row(f"layer {name}", size, unit="MiB")
    yield Row("inference + models", sizes["inference"] + sizes["models"], unit="MiB", target="≤ 170 MB")
