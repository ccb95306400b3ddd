"""Ingests files into a knowledge index: adds what changed, and removes what the files no longer hold.

Whatever cannot be read is reported with its reason, and the rest is ingested. Private data of a ticket's customer is
masked before anything is stored. If a file could not be read completely, the index keeps what it has of it, as long
as it is clear who may read that.
"""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import IO, NamedTuple

from firstcontact.guardrails.redaction import mask
from firstcontact.knowledge import readers
from firstcontact.knowledge.ports import KnowledgeWriter
from firstcontact.knowledge.readers import Fault, Finding, Note, Unclear
from firstcontact.knowledge.records import Document, Kind, Tally
from firstcontact.record import Record
from firstcontact.text import near_duplicates
from firstcontact.text.ports import LanguageDetector

Key = tuple[str, str]  # tenant, id
_WORD = re.compile(r"\w+")
CHANGED = "it changed while it was read: ingest it again"


class File(NamedTuple):
    """A file to ingest.

    ``source`` identifies it among all files; documents without an id get one from ``name``. ``state`` distinguishes
    versions of a file that may change while it is read. ``unsaid`` has defaults for fields that documents do not set.
    If ``anew`` is set, who may read the file has changed, so documents that are not read in this run are removed.
    """

    source: str
    name: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    state: Callable[[], object] = lambda: None
    unsaid: Mapping[str, str] = MappingProxyType({})
    anew: bool = False


class Report(Record):
    """The result of a run: documents read, their passages, documents removed, and what could not be read.

    ``alike`` counts articles that nearly repeat an earlier one of the run, and tickets with exactly the same words as
    an earlier one; a prompt gets only one of them.
    """

    files: int
    documents: int
    passages: int
    removed: int
    faults: int
    notes: int
    alike: int


class Ingestion:
    """One run. ``tell`` is called with each fault and note when it is found, and with its file; ``hides`` is called
    with a file and the source of another file whose document it overrides by the same id.

    Documents of a file beyond the first ``most`` are left out, which is a fault. Once ``late`` returns True, reading
    stops and what was read is stored; ``finished`` then has the files that another run need not read again.
    ``pruned`` counts the documents removed for each file.
    """

    def __init__(
        self,
        writer: KnowledgeWriter,
        languages: LanguageDetector,
        tell: Callable[[File, Fault | Note], object],
        hides: Callable[[File, str], object] = lambda _, __: None,
        *,
        most: int | None = None,
        late: Callable[[], bool] = lambda: False,
    ) -> None:
        self._writer, self._languages, self._tell, self._hides = writer, languages, tell, hides
        self._most, self._late = most, late
        self.finished: set[str] = set()
        self.pruned: dict[str, int] = {}
        self._anew: set[str] = set()
        self._taken: dict[Key, str] = {}
        self._digests: dict[str, list[bytes]] = {}
        self._faults = self._notes = self._alike = 0
        self._articles: dict[str, near_duplicates.DistinctTexts] = {}
        self._tickets: set[int] = set()
        self._whole: set[str] = set()
        self._files: dict[str, File] = {}

    def run(self, files: Sequence[File], watch: Callable[[Iterable[Document]], Iterable[Document]] = iter) -> Report:
        """Ingest files; each document passes through ``watch``. ``Unavailable`` if the index cannot be written."""
        self._files = {file.source: file for file in files}
        passages = self._writer.put(watch(self._documents(files)), self._replaced)
        self._prune()
        return Report(
            files=len(files),
            documents=len(self._taken),
            passages=passages,
            removed=sum(self.pruned.values()),
            faults=self._faults,
            notes=self._notes,
            alike=self._alike,
        )

    def tally(self, source: str) -> Tally:
        """What the index should hold of a file: what was read, or what it has if the file was not read completely."""
        return Tally.of(self._digests.get(source, ())) if source in self._whole else self._writer.tally(source)

    def forget(self, sources: Iterable[str]) -> int:
        """Remove what was read from files that are gone; returns how many documents."""
        gone = {source: self._writer.prune(source, ()) for source in sources}
        self.pruned |= gone
        return sum(gone.values())

    def _documents(self, files: Sequence[File]) -> Iterator[Document]:
        for file in files:
            if self.finished and self._late():
                return
            self._whole.add(file.source)
            if file.anew:
                self._anew.add(file.source)
            state = file.state()
            ended = yield from self._of(file)
            if not ended:
                self._whole.discard(file.source)
                return
            if file.state() != state:
                self._broken(file, Fault(file.name, CHANGED))
            self.finished.add(file.source)

    def _of(self, file: File) -> Generator[Document, None, bool]:
        """Yield a file's documents; returns whether the file's end was reached."""
        try:
            with file.open() as opened:
                for place, found in enumerate(readers.read(file.name, opened)):
                    if place == self._most:
                        self._broken(file, Fault(file.name, f"only its first {place:,} documents are read: split it"))
                        return True
                    yield from self._kept(file, found)
                    if self._late():
                        return False
        except OSError as error:
            self._broken(file, Fault(file.name, f"it cannot be read: {error.strerror}"))
        return True

    def _kept(self, file: File, found: Finding) -> Iterator[Document]:
        """Yield a document as it is stored; faults, notes and refused documents are reported instead."""
        if isinstance(found, Fault):
            self._broken(file, found)
        elif isinstance(found, Note):
            self._note(file, found)
        else:
            prepared = self._prepared(found, file)
            key = (prepared.tenant, prepared.id)
            if reason := self._refused(key, prepared.kind):
                if key in self._taken and self._taken[key] != file.source:
                    self._hides(self._files[self._taken[key]], file.source)
                self._fault(file, Fault(prepared.id, reason))
                return
            self._taken[key] = file.source
            self._digests.setdefault(file.source, []).append(prepared.digest)
            self._compare(file, prepared)
            yield prepared

    def _refused(self, key: Key, kind: Kind) -> str:
        """Why a document's id cannot be used; "" if it can."""
        if kind == "ticket" and mask(key[1]) != key[1]:
            return "its id contains private data: use another one"
        return f"this id was already used in {self._taken[key]}" if key in self._taken else ""

    def _prepared(self, document: Document, file: File) -> Document:
        """The document as it is stored: defaults filled in, a customer's private data masked, language detected."""
        fields: dict[str, object] = {
            name: value for name, value in file.unsaid.items() if name not in document.model_fields_set
        }
        if document.kind == "ticket":
            fields |= {name: mask(getattr(document, name)) for name in ("text", "title", "url")}
            fields["tags"] = tuple(map(mask, document.tags))
        fields["language"] = document.language or self._languages.detect(document.text)
        return document.model_copy(update={**fields, "source": file.source})

    def _replaced(self, document: Document, source: str) -> None:
        file = self._files[document.source]
        self._note(file, Note(document.id, f"it replaces the document with this id from {source}"))
        self._hides(file, source)

    def _prune(self) -> None:
        held: dict[str, set[Key]] = {source: set() for source in self._whole | (self._anew & self.finished)}
        for key, source in self._taken.items():
            if source in held:
                held[source].add(key)
        self.pruned |= {source: self._writer.prune(source, kept) for source, kept in held.items()}

    def _compare(self, file: File, document: Document) -> None:
        """Note an article that repeats another one; of tickets there may be millions, so repetitions are counted."""
        if document.kind == "ticket":
            words = hash((document.tenant, *sorted(_WORD.findall(document.text.lower()))))
            self._alike += words in self._tickets
            self._tickets.add(words)
            return
        articles = self._articles.setdefault(document.tenant, near_duplicates.DistinctTexts())
        if first := articles.repeated(document.text, document.id):
            self._alike += 1
            self._note(file, Note(document.id, f"it is nearly identical to {first}"))

    def _note(self, file: File, note: Note) -> None:
        self._notes += 1
        self._tell(file, note._replace(id=_shown(note.id)))

    def _broken(self, file: File, fault: Fault) -> None:
        """Report a fault that left the file incompletely read.

        What the index has of it may be what could not be read, so it is kept, unless it may now be restricted.
        """
        self._whole.discard(file.source)
        if isinstance(fault, Unclear):
            self._anew.add(file.source)
        self._fault(file, fault)

    def _fault(self, file: File, fault: Fault) -> None:
        self._faults += 1
        self._tell(file, fault._replace(id=_shown(fault.id)))


def _shown(name: object) -> object:
    """A document's id without private data; a line number stays a number."""
    masked = mask(str(name))
    return name if masked == str(name) else masked
