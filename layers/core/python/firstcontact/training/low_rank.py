"""Low-rank changes to an encoder's weights (LoRA, Hu et al. 2021): a fine-tuned encoder stored in a megabyte.

Changes are arrays by name. The change to a matrix of shape (out, in) is ``<name>.down`` of shape (in, rank) times
``<name>.up`` of shape (rank, out), transposed and scaled; the change to a vector has the vector's own name.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from firstcontact.errors import Unavailable
from firstcontact.training.encoder_graph import Shape, Weights

Array = npt.NDArray[np.float32]
SCALE = 2.0
MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")


def none(weights: Weights, shape: Shape, rank: int, seed: int) -> dict[str, Array]:
    """Initial changes, which leave the weights as they are; training starts from them."""
    random = np.random.default_rng(seed)
    changes = dict[str, Array]()
    for layer in (f"encoder.layer.{number}" for number in range(shape.layers)):
        for name in (f"{layer}.{matrix}" for matrix in MATRICES):
            outer, inner = weights[f"{name}.weight"].shape
            drawn = random.standard_normal((inner, rank)) / np.sqrt(inner)
            changes[f"{name}.weight.down"] = drawn.astype(np.float32)
            changes[f"{name}.weight.up"] = np.zeros((rank, outer), dtype=np.float32)
            changes[f"{name}.bias"] = np.zeros(outer, dtype=np.float32)
        for name in (f"{layer}.{norm}" for norm in NORMS):
            changes[f"{name}.weight"] = np.zeros(shape.width, dtype=np.float32)
            changes[f"{name}.bias"] = np.zeros(shape.width, dtype=np.float32)
    return changes


def merge(weights: Weights, changes: Mapping[str, Array]) -> dict[str, Array]:
    """The weights with the changes applied."""
    merged = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}
    for name, change in changes.items():
        if name.endswith(".up"):
            continue
        if name.endswith(".down"):
            name = name.removesuffix(".down")
            change = SCALE * (change @ changes[f"{name}.up"]).T
        merged[name] = merged[name] + change
    return merged


def share(changes: Mapping[str, Array], part: float) -> dict[str, Array]:
    """The changes scaled by ``part``: applied, they give weights between the published and the trained ones."""
    return {name: change if name.endswith(".down") else part * change for name, change in changes.items()}


def write(path: Path, changes: Mapping[str, Array]) -> None:
    """Save changes in half precision, which is far finer than the eight bits that ship."""
    np.savez_compressed(path, **{name: change.astype(np.float16) for name, change in changes.items()})  # type: ignore[arg-type]


def read(path: Path) -> dict[str, Array]:
    """Load the changes from a file; ``Unavailable`` if it holds none."""
    try:
        with np.load(path) as kept:
            return {name: kept[name].astype(np.float32) for name in kept.files}
    except (OSError, ValueError) as error:
        raise Unavailable(f"{path.name} holds no changes to weights", code="no_weights") from error
