"""What knowledge needs from outside: an index, its writer, and the document files."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import IO, TYPE_CHECKING, Protocol

from firstcontact.knowledge.files import FileReport, FileVersion
from firstcontact.knowledge.records import EVERYTHING, Document, Filter, Passage, Tally

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors


class KnowledgeIndex(Protocol):
    """Documents cut into passages, searched by meaning and by words."""

    def search(
        self,
        parts: Sequence[str],
        vectors: "Vectors",
        *,
        k: int,
        where: Filter = EVERYTHING,
    ) -> list[Passage]:
        """The k best passages that pass the filter, best first; [] if there are none.

        ``parts`` is the question, then its sentences if there are several; ``vectors`` has shape (parts,
        dimensions). Hits are scored by ``fuse_hits``; a passage's cosine is the one to the whole question.
        """


class KnowledgeWriter(Protocol):
    """The writing side of an index."""

    def put(self, documents: Iterable[Document], replaced: Callable[[Document, str], object] | None = None) -> int:
        """Add or replace documents by id; returns how many passages they were cut into.

        ``replaced`` is called with each document that replaces one read from another source, and that source.
        """

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        """Remove documents of a tenant; unknown ids are ignored. Returns how many were removed."""

    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int:
        """Remove a source's documents except those with these (tenant, id); returns how many were removed."""

    def sources(self) -> set[str]:
        """The sources that the index's documents were read from."""

    def tally(self, source: str) -> Tally:
        """The tally of a source's documents in the index."""


class DocumentFiles(Protocol):
    """The files that documents are read from, by key, and the report on each."""

    def look(self, key: str) -> FileVersion:
        """A file's current version."""

    def open(self, key: str, etag: str) -> AbstractContextManager[IO[bytes]]:
        """Open a file for reading; ``NotFound`` if it is gone or no longer has this content."""

    def reported(self, key: str) -> FileReport | None:
        """The last report on a file, if there is one."""

    def report(self, report: FileReport) -> None:
        """Store a report on a file, replacing the previous one."""

    def reports(self, prefix: str) -> Iterator[FileReport]:
        """The reports on the files whose keys begin with a prefix."""


class Knowledge(Protocol):
    """Write access to the index that running functions search."""

    def writing(self) -> AbstractContextManager[KnowledgeWriter]:
        """Changes become visible when the context ends; ``Conflict`` then if there was a concurrent write."""
