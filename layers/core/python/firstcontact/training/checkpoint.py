"""What training has reached, kept so that an interrupted run goes on where it was."""

import zipfile
from pathlib import Path
from typing import Any

import jax
import numpy as np


class Checkpoint:
    """One file for one training: data and recipe name it, so that another run's is never taken for it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name[:16]}.npz"

    def read(self, state: Any) -> tuple[int, Any]:
        """How many epochs are done, and the state after them; the given state where nothing readable is kept."""
        leaves, form = jax.tree.flatten(state)
        try:
            with np.load(self._path) as kept:
                found = [jax.numpy.asarray(kept[str(number)], leaf.dtype) for number, leaf in enumerate(leaves)]
                return int(kept["epochs"]), jax.tree.unflatten(form, found)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return 0, state

    def write(self, epochs: int, state: Any) -> None:
        """Replace what was kept, in one step."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".unfinished")
        arrays = {str(number): np.asarray(leaf) for number, leaf in enumerate(jax.tree.leaves(state))}
        with unfinished.open("wb") as file:
            np.savez(file, epochs=epochs, **arrays)  # type: ignore[arg-type]
        unfinished.replace(self._path)
