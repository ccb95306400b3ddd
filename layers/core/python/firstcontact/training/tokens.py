"""Token ids for training: many texts padded into one array, with each text's length."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Block = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def block(found: Sequence[Sequence[int]], rows: int, longest: int) -> Block:
    """Ids of shape (rows, longest) and lengths; rows without a text have length one."""
    ids = np.zeros((rows, longest), dtype=np.int32)
    lengths = np.ones(rows, dtype=np.int32)
    for row, text in enumerate(found):
        ids[row, : len(text)], lengths[row] = text, len(text)
    return ids, lengths
