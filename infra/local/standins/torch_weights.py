"""Reads a PyTorch weights file of the old format without PyTorch.

Such a file consists of five pickles (magic number, version, machine, tensors, storage names), followed by each
storage's numbers. The unpickler accepts only tensors and dictionaries.
"""

import collections
import pickle
import struct
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

Weights = dict[str, npt.NDArray[np.float32]]
_TYPES: dict[str, np.dtype[Any]] = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class _Tensor(NamedTuple):
    storage: tuple[str, str]
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _tensor(storage: tuple[str, str], offset: int, shape: Any, strides: Any, *rest: Any) -> _Tensor:
    del rest
    return _Tensor(storage, offset, tuple(shape), tuple(strides))


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in _TYPES:
            return name
        raise pickle.UnpicklingError(f"the file contains {module}.{name}, which is not allowed in a weights file")

    def persistent_load(self, pid: Any) -> Any:
        return (pid[1], pid[2])


def read_weights(file: Path) -> Weights:
    """The file's float tensors by name."""
    with file.open("rb") as source:
        for _ in range(3):
            _Reader(source).load()
        tensors: dict[str, _Tensor] = _Reader(source).load()
        types = {tensor.storage[1]: _TYPES[tensor.storage[0]] for tensor in tensors.values()}
        names: list[str] = _Reader(source).load()
        storages = {name: _numbers(source, types[name]) for name in names}
    return {
        name: _shaped(storages[tensor.storage[1]], tensor)
        for name, tensor in tensors.items()
        if tensor.storage[0] == "FloatStorage"
    }


def _numbers(source: BinaryIO, kind: np.dtype[Any]) -> npt.NDArray[Any]:
    (count,) = struct.unpack("<q", source.read(8))
    return np.frombuffer(source.read(count * kind.itemsize), kind)


def _shaped(numbers: npt.NDArray[Any], tensor: _Tensor) -> npt.NDArray[np.float32]:
    strides = [step * numbers.itemsize for step in tensor.strides]
    view = np.lib.stride_tricks.as_strided(numbers[tensor.offset :], tensor.shape, strides)
    return np.ascontiguousarray(view, dtype=np.float32)
