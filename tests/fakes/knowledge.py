"""Knowledge in memory: an index over lists, the files it is made from, and where it is published."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from io import BytesIO
from typing import IO, TYPE_CHECKING

from firstcontact.errors import Conflict, NotFound
from firstcontact.knowledge.chunking import Chunk, chunks
from firstcontact.knowledge.files import FileReport, FileVersion
from firstcontact.knowledge.ports import KnowledgeWriter
from firstcontact.knowledge.ranking import fuse_hits
from firstcontact.knowledge.records import EVERYTHING, Document, Filter, Passage, Tally
from firstcontact.text import analysis
from firstcontact.text.ports import Encoder

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors


class FakeKnowledge:
    """Fills ``KnowledgeIndex`` and ``KnowledgeWriter``."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[tuple[str, str], tuple[Document, list[Chunk]]] = {}

    def put(self, documents: Iterable[Document], replaced: Callable[[Document, str], object] | None = None) -> int:
        made = 0
        for document in documents:
            earlier = self._kept.get((document.tenant, document.id))
            if replaced and earlier and earlier[0].source != document.source:
                replaced(document, earlier[0].source)
            pieces = chunks(document)
            self._kept[document.tenant, document.id] = (document, pieces)
            made += len(pieces)
        return made

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        return sum(self._kept.pop((tenant, name), None) is not None for name in dict.fromkeys(document_ids))

    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int:
        gone = [key for key, (document, _) in self._kept.items() if document.source == source and key not in kept]
        for key in gone:
            del self._kept[key]
        return len(gone)

    def documents(self) -> list[Document]:
        """Everything it holds."""
        return [document for document, _ in self._kept.values()]

    def tally(self, source: str) -> Tally:
        return Tally.of(document.digest for document, _ in self._kept.values() if document.source == source)

    def sources(self) -> set[str]:
        return {document.source for document, _ in self._kept.values()}

    def search(
        self,
        parts: Sequence[str],
        vectors: "Vectors",
        *,
        k: int,
        where: Filter = EVERYTHING,
    ) -> list[Passage]:
        found = [
            (document, piece, (vectors @ self._encoder.encode([piece.indexed])[0]).tolist())
            for document, pieces in self._kept.values()
            for piece in pieces
            if where.passes(document)
        ]
        by_word = [self._hits(set(analysis.stems(part)), [piece.indexed for _, piece, _ in found]) for part in parts]
        named = {
            at: (vectors @ self._encoder.encode([piece.name])[0]).tolist()
            for at, (_, piece, _) in enumerate(found)
            if piece.name
        }
        merged = fuse_hits(by_word, {at: near for at, (_, _, near) in enumerate(found)}, named)
        return [self._passage(*found[at][:2], found[at][2][0], score) for at, score in merged[: max(k, 0)]]

    @staticmethod
    def _hits(asked: set[str], texts: list[str]) -> list[tuple[int, float]]:
        hits = [(at, float(len(asked & set(analysis.stems(text))))) for at, text in enumerate(texts)]
        return sorted((hit for hit in hits if hit[1]), key=lambda hit: -hit[1])

    @staticmethod
    def _passage(document: Document, piece: Chunk, cosine: float, score: float) -> Passage:
        return Passage(
            document_id=document.id,
            title=document.title,
            url=document.url,
            text=piece.text,
            score=score,
            cosine=cosine,
            kind=document.kind,
            updated_at=document.updated_at,
        )


class FakeDocumentFiles:
    """Fills ``DocumentFiles``; a file's version is how often it was written, its labels those it was written with."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.told: dict[str, FileReport] = {}
        self.when_opened: Callable[[], object] = lambda: None
        self._versions: dict[str, int] = {}
        self._labels: dict[str, dict[str, str]] = {}

    def write(self, key: str, content: str | bytes, **labels: str) -> None:
        self.kept[key] = content.encode() if isinstance(content, str) else content
        self._labels[key] = labels
        self._versions[key] = self._versions.get(key, 0) + 1

    def look(self, key: str) -> FileVersion:
        return FileVersion(str(self._versions[key]), self._labels[key]) if key in self.kept else FileVersion()

    def open(self, key: str, etag: str) -> AbstractContextManager[IO[bytes]]:
        if self.look(key).etag != etag:
            raise NotFound("the file no longer exists in this version", code="file_not_found")
        opened = BytesIO(self.kept[key])
        happens, self.when_opened = self.when_opened, lambda: None
        happens()
        return opened

    def reported(self, key: str) -> FileReport | None:
        return self.told.get(key)

    def report(self, report: FileReport) -> None:
        self.told[report.file] = report

    def reports(self, prefix: str) -> Iterator[FileReport]:
        yield from (report for key, report in self.told.items() if key.startswith(prefix))


class FakePublishedKnowledge:
    """Fills ``Knowledge``: what is written shows at once, unless somebody else overtakes."""

    def __init__(self, kept: FakeKnowledge) -> None:
        self.kept, self.overtaken = kept, 0
        self.when_published: Callable[[FakeKnowledge], object] = lambda _: None

    @contextmanager
    def writing(self) -> Iterator[KnowledgeWriter]:
        written = deepcopy(self.kept)
        yield written
        if self.overtaken:
            self.overtaken -= 1
            raise Conflict("another process published the index at the same time", code="overtaken")
        self.kept = written
        self.when_published(written)
