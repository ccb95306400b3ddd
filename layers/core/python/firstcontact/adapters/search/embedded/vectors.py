"""The vector file next to the index file: rows of little-endian 32-bit floats, memory-mapped for reading."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from firstcontact.adapters.search.index import unreadable
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

KIND = np.dtype("<f4")


def beside(index: Path) -> Path:
    """The path of an index file's vectors."""
    return index.with_suffix(".vectors")


def mapped(path: Path, rows: int, width: int, offset: int = 0) -> "Vectors":
    """The first rows of a file, shape (rows, width), memory-mapped so that only what is used is read.

    ``Unavailable`` if the file is missing, too short or not accessible.
    """
    if not rows:
        return np.empty((0, width), dtype=np.float32)
    try:
        return np.memmap(path, KIND, mode="r", offset=offset, shape=(rows, width))
    except ValueError as error:
        raise unreadable(path.name, f"its vectors are incomplete: {error}") from error
    except FileNotFoundError as error:
        raise unreadable(path.name, "its vectors are missing") from error
    except OSError as error:
        raise Unavailable(
            f"{path.name} cannot be opened: {error.strerror}",
            code="index_not_accessible",
            remedy="Check the permissions of the index and its vectors, free memory, and the limit of open files.",
        ) from error


class VectorFile:
    """The vector file of an index that is being written."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    def write(self, slot: int, vectors: "Vectors") -> None:
        """Write rows, the first at this slot; they are on disk when this returns."""
        data = memoryview(vectors.astype(KIND, copy=False).tobytes())
        offset = slot * vectors.shape[1] * KIND.itemsize
        while data:
            written = os.pwrite(self._file, data, offset)
            data, offset = data[written:], offset + written
        os.fdatasync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
