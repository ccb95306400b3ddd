"""What all knowledge indexes share: batch writing, and the check whether an index can be used."""

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

# All indexes use the same values, so that they rank alike: how many candidates each kind of search returns, and how
# many times a word in the title counts.
CANDIDATES = 50
TITLE = 2
BATCH_SIZE = 64  # documents per batch
REMEDY = "Drop the index and ingest its documents again."


def check_index(about: Mapping[str, str], name: str, format_: str, encoder: str) -> None:
    """``Unavailable`` if an index has another format, or vectors of another encoder."""
    if about.get("format") != format_:
        raise Unavailable(
            f"the knowledge index {name} has format {about.get('format')}, not {format_}",
            code="other_format",
            remedy=REMEDY,
        )
    if about["encoder"] != encoder:
        raise Unavailable(
            f"the knowledge index {name} was built with the encoder {about['encoder']}, not with {encoder}",
            code="other_encoder",
            remedy=REMEDY,
        )


def unreadable(name: str, why: object) -> Unavailable:
    """The error for a file that is not a usable index."""
    return Unavailable(f"{name} is not a usable knowledge index: {why}", code="index_unreadable", remedy=REMEDY)


def encode_pieces(pieces: Sequence[Chunk], encoder: Encoder) -> "tuple[Vectors, dict[str, int]]":
    """The vectors of the pieces, followed by those of their names; and the row of each name's vector."""
    names = dict.fromkeys(piece.name for piece in pieces if piece.name)
    vectors = encoder.encode([*(piece.indexed for piece in pieces), *names])
    return vectors, {name: row for row, name in enumerate(names, start=len(pieces))}


class BatchWriter(ABC):
    """Writes documents in batches as they arrive; a context manager that closes itself."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, documents: Iterable[Document], replaced: Callable[[Document, str], object] | None = None) -> int:
        """Write documents; returns how many passages they have.

        ``replaced`` is called with each document that replaces one from another source, and with that source.
        """
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
        """Write a batch; adds to ``held`` the source of each document that already existed."""
