"""Saves the training state, so that an interrupted run resumes where it stopped."""

import zipfile
from pathlib import Path
from typing import Any

import jax
import numpy as np


class Checkpoint:
    """One file per training run, named by its data and recipe, so that no run reads another's state."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name[:16]}.npz"

    def read(self, state: Any) -> tuple[int, Any]:
        """The number of finished epochs and the state after them; 0 and the given state without a readable file."""
        leaves, form = jax.tree.flatten(state)
        try:
            with np.load(self._path) as kept:
                found = [jax.numpy.asarray(kept[str(number)], leaf.dtype) for number, leaf in enumerate(leaves)]
                return int(kept["epochs"]), jax.tree.unflatten(form, found)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return 0, state

    def write(self, epochs: int, state: Any) -> None:
        """Replace the checkpoint atomically."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".unfinished")
        arrays = {str(number): np.asarray(leaf) for number, leaf in enumerate(jax.tree.leaves(state))}
        with unfinished.open("wb") as file:
            np.savez(file, epochs=epochs, **arrays)  # type: ignore[arg-type]
        unfinished.replace(self._path)
