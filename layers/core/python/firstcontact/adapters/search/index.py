"""What every knowledge index does alike, what it says of itself, and when it is not used."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Self

from firstcontact.errors import Unavailable
from firstcontact.knowledge.chunking import Chunk
from firstcontact.knowledge.records import Document
from firstcontact.text.ports import Encoder

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

# Equal ranking rests on both: how many passages each way of searching looks at, and how much more a word counts that
# stands in the title.
CANDIDATES = 50
TITLE = 2
BATCH_SIZE = 64  # documents that are written at once
REMEDY = "Drop the index and ingest its documents again."


def check_index(about: Mapping[str, str], name: str, format_: str, encoder: str) -> None:
    """``Unavailable`` for an index of another format, or whose vectors are another encoder's."""
    if about.get("format") != format_:
        raise Unavailable(
            f"the knowledge index {name} has format {about.get('format')}, not {format_}",
            code="other_format",
            remedy=REMEDY,
        )
    if about["encoder"] != encoder:
        raise Unavailable(
            f"the knowledge index {name} was made with the encoder {about['encoder']}, not with {encoder}",
            code="other_encoder",
            remedy=REMEDY,
        )


def unreadable(name: str, why: object) -> Unavailable:
    """What is said of something that is no index of ours."""
    return Unavailable(
        f"{name} is not a knowledge index that can be used: {why}", code="index_unreadable", remedy=REMEDY
    )


def encode_pieces(pieces: Sequence[Chunk], encoder: Encoder) -> "tuple[Vectors, dict[str, int]]":
    """The vectors of pieces, then those of their names; and in which row each name has its own."""
    names = dict.fromkeys(piece.name for piece in pieces if piece.name)
    vectors = encoder.encode([*(piece.indexed for piece in pieces), *names])
    return vectors, {name: row for row, name in enumerate(names, start=len(pieces))}


class BatchWriter(ABC):
    """Writes documents by the batch, as they come. It is closed as the context it was opened for ends."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, documents: Iterable[Document], replaced: Callable[[Document, str], object] | None = None) -> int:
        """Write documents; returns how many passages they have."""
        given, passages = iter(documents), 0
        while batch := list(islice(given, BATCH_SIZE)):
            held: dict[tuple[str, str], str] = {}
            passages += self._put(batch, held)
            for one in batch:
                source = held.get((one.tenant, one.id), one.source)
                if replaced and source != one.source:
                    replaced(one, source)
        return passages

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _put(self, batch: Sequence[Document], held: dict[tuple[str, str], str]) -> int:
        """Write a batch; ``held`` gets the source of each document that was there before."""
