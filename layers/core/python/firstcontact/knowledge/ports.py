"""What knowledge needs from outside: an index, its writer, and the files of documents."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import IO, TYPE_CHECKING, Protocol

from firstcontact.knowledge.files import FileReport, FileVersion
from firstcontact.knowledge.records import EVERYTHING, Document, Filter, Passage, Tally

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors


class KnowledgeIndex(Protocol):
    """Documents cut into passages, found by meaning and by word."""

    def search(
        self,
        parts: Sequence[str],
        vectors: "Vectors",
        *,
        k: int,
        where: Filter = EVERYTHING,
    ) -> list[Passage]:
        """The k best passages that pass, best first; [] when there are none.

        ``parts`` is the question, then its sentences if there are several; ``vectors`` has shape (parts,
        dimensions). What is found is scored by ``fuse_hits``; a passage's cosine is to the whole question.
        """


class KnowledgeWriter(Protocol):
    """The other side of an index: what puts documents in."""

    def put(self, documents: Iterable[Document], replaced: Callable[[Document, str], object] | None = None) -> int:
        """Add or replace documents by id; returns how many passages they made.

        ``replaced`` is told of each that takes the place of one read from another source, and which that was.
        """

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        """Take documents of a tenant out; unknown ids are ignored. Returns how many there were."""

    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int:
        """Take out what was read from a source but these (tenant, id); returns how many documents."""

    def sources(self) -> set[str]:
        """What documents were read from."""

    def tally(self, source: str) -> Tally:
        """What there is of a source."""


class DocumentFiles(Protocol):
    """Files that documents are read from, by their keys, and what is reported about each."""

    def look(self, key: str) -> FileVersion:
        """A file as it is now."""

    def open(self, key: str, etag: str) -> AbstractContextManager[IO[bytes]]:
        """A file to read; ``NotFound`` where there is none of this content any more."""

    def reported(self, key: str) -> FileReport | None:
        """What was last reported of a file."""

    def report(self, report: FileReport) -> None:
        """Keep what became of a file, in place of what was reported of it before."""

    def reports(self, prefix: str) -> Iterator[FileReport]:
        """What became of the files whose keys begin like this."""


class Knowledge(Protocol):
    """The index that running functions search, to write on."""

    def writing(self) -> AbstractContextManager[KnowledgeWriter]:
        """What is put in shows once the context ends; ``Conflict`` then if somebody else wrote meanwhile."""
