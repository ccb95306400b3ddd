"""Writes documents into OpenSearch in batches, and checks the result of each write."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, TypeVar

from firstcontact.adapters.search.index import BatchWriter, encode_pieces
from firstcontact.adapters.search.opensearch import (
    bulk,
    connection,
    deployment_kind,
    mapping,
    refresh,
    retries,
    scroll,
)
from firstcontact.adapters.search.opensearch.generations import Generations, entry
from firstcontact.adapters.search.opensearch.scroll import Hit, Query
from firstcontact.knowledge.chunking import chunks
from firstcontact.knowledge.records import Document, Tally
from firstcontact.text.ports import Encoder

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

SHOWN = ("tenant", "document_id", "digest", "source", "place", "of")
Key = tuple[str, str]
Result = TypeVar("Result")


class Kept:
    """A document as stored in the index: the digest and source it was written with, and the ids of its records.

    If the digest is empty, records are missing, or they are not all of the same version.
    """

    def __init__(self, digest: str, records: list[str], source: str = "", *, doubled: bool = False) -> None:
        self.digest, self.records, self.source, self._doubled = digest, records, source, doubled

    @classmethod
    def of(cls, records: Sequence[Hit]) -> Self:
        """Built from its records; a place occurs twice if a write's response was lost, or two writers wrote it."""
        told = [record["_source"] for record in records]
        whole = len({one["digest"] for one in told}) == 1 and len({one["place"] for one in told}) == told[0]["of"]
        digest, ids = told[0]["digest"] if whole else "", [record["_id"] for record in records]
        return cls(digest, ids, told[0]["source"], doubled=len(told) > told[0]["of"])

    def stays(self, digest: str) -> bool:
        """Whether a document with this digest need not be written: it is stored, without duplicate records.

        Searches return a duplicate only once, but it makes words appear more frequent than they are.
        """
        return self.digest == digest and not self._doubled


class OpenSearchWriter(BatchWriter):
    """Implements ``KnowledgeWriter``. An unchanged document is not encoded again.

    Writes are visible to searches once the writer is closed.
    """

    def __init__(self, client: "OpenSearch", name: str, encoder: Encoder) -> None:
        self._client, self._name, self._encoder = client, name, encoder
        self._index, self._written, self._changed = "", dict[Key, Kept](), False
        generations = Generations(client, name)
        if not generations.exists():
            width = encoder.encode(["a text of any kind"]).shape[1]
            generations.make(mapping.settings(encoder.name, width, deployment_kind.of(client)), serving=True)
        with connection.answering(f"the knowledge index {name} could not be opened"):
            for one in client.indices.get_mapping(index=name).values():
                mapping.check(one, name, encoder.name)

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        keys = [(tenant, name) for name in dict.fromkeys(document_ids)]
        gone: set[Key] = set()
        self._work(lambda: self._take_out({key: one.records for key, one in self._known(keys).items()}, gone))
        self._written.update({key: Kept("", []) for key in keys})
        return len(gone)

    def prune(self, source: str, kept: Collection[Key]) -> int:
        gone: set[Key] = set()
        self._work(lambda: self._take_out(self._pruned(source, kept), gone))
        return len(gone)

    def sources(self) -> set[str]:
        return {source for (source,) in scroll.values(self._client, self._name, "source")}

    def tally(self, source: str) -> Tally:
        return self._work(lambda: self._tallied(source))

    def __exit__(self, kind: object = None, *_: object) -> None:
        if kind is None:
            self.close()

    def close(self) -> None:
        """Wait until searches see all writes, because the next writer finds existing documents by search."""
        if self._changed:
            refresh.settle(self._client, self._name)

    def _work(self, work: Callable[[], Result]) -> Result:
        """Do the work on the index that serves."""
        tried: set[str] = set()

        def begin(index: str) -> Result:
            # ``_written`` covers one index, and lacks what a failed attempt wrote, which a refresh makes searchable.
            if index != self._index or (index in tried and refresh.refresh(self._client, index)):
                self._index, self._written = index, {}
            tried.add(index)
            return work()

        return retries.write(self._client, self._name, begin)

    def _take_out(self, records: Mapping[Key, list[str]], gone: set[Key]) -> None:
        """Delete records; ``gone`` collects the documents that existed, also when this is repeated."""
        gone.update(records)
        self._changed |= bool(records)
        bulk.delete(self._client, entry(self._index), [record for some in records.values() for record in some])
        self._written.update({key: Kept("", []) for key in records})

    def _pruned(self, source: str, kept: Collection[Key]) -> dict[Key, list[str]]:
        gone: dict[Key, list[str]] = {}
        for hit in scroll.records(self._client, self._index, [{"term": {"source": source}}], SHOWN):
            key = hit["_source"]["tenant"], hit["_source"]["document_id"]
            if key not in kept and key not in self._written:
                gone.setdefault(key, []).append(hit["_id"])
        written = {key: one.records for key, one in self._written.items() if one.records and one.source == source}
        return gone | {key: records for key, records in written.items() if key not in kept}

    def _tallied(self, source: str) -> Tally:
        found = self._read([{"term": {"source": source}}])
        shown = [one for key, one in found.items() if key not in self._written]
        just = [one for one in self._written.values() if one.records and one.source == source]
        return Tally.of(bytes.fromhex(one.digest) for one in (*shown, *just) if one.digest)

    def _put(self, batch: Sequence[Document], held: dict[Key, str]) -> int:
        return self._work(lambda: self._write(batch, held))

    def _write(self, batch: Sequence[Document], held: dict[Key, str]) -> int:
        """Write the changed documents, the latest of each id; then delete the records that they replace."""
        latest = {(one.tenant, one.id): one for one in batch}
        digests = {key: one.digest.hex() for key, one in latest.items()}
        known = self._known(list(latest))
        for key, one in known.items():
            held.setdefault(key, one.source)  # a repeated attempt would find its own source
        same = {key for key, one in known.items() if one.stays(digests[key])}
        changed = {key: chunks(one) for key, one in latest.items() if key not in same}
        vectors, names = encode_pieces([piece for pieces in changed.values() for piece in pieces], self._encoder)
        vector = iter(vectors)
        version = time.time_ns()
        records = [
            {
                **_shown(latest[key]),
                **{"digest": digests[key], "version": version, "text": piece.text},
                **{"place": place, "of": len(pieces)},
                **mapping.words(latest[key].title, piece.text),
                **mapping.both(next(vector)),
                **({"named": mapping.pack(vectors[names[piece.name]])} if piece.name else {}),
            }
            for key, pieces in changed.items()
            for place, piece in enumerate(pieces)
        ]
        self._changed |= bool(records)
        ids = iter(bulk.create(self._client, entry(self._index), records))
        made = {
            key: Kept(digests[key], list(islice(ids, len(pieces))), latest[key].source)
            for key, pieces in changed.items()
        }
        old = {key: known[key].records for key in made if key in known}
        self._written.update({key: Kept("", [*made[key].records, *some]) for key, some in old.items()})
        bulk.delete(self._client, entry(self._index), [record for some in old.values() for record in some])
        self._written.update(made)
        return len(records) + sum(len(known[key].records) for key in same)

    def _known(self, keys: Sequence[Key]) -> dict[Key, Kept]:
        """These documents as stored in the index: from ``_written`` if just written, otherwise by search."""
        found: dict[Key, Kept] = {}
        for tenant in {tenant for tenant, _ in keys}:
            names = [name for owner, name in keys if owner == tenant and (owner, name) not in self._written]
            if names:
                found |= self._read([{"term": {"tenant": tenant}}, {"terms": {"document_id": names}}])
        remembered = {key: self._written[key] for key in keys if key in self._written and self._written[key].records}
        return {**found, **remembered}

    def _read(self, wanted: Sequence[Query]) -> dict[Key, Kept]:
        """The documents that pass these filters, as visible to searches."""
        records: dict[Key, list[Hit]] = {}
        for hit in scroll.records(self._client, self._index, wanted, SHOWN):
            records.setdefault((hit["_source"]["tenant"], hit["_source"]["document_id"]), []).append(hit)
        return {key: Kept.of(some) for key, some in records.items()}


def _shown(document: Document) -> dict[str, Any]:
    fields = {"tenant", "audience", "kind", "title", "url", "updated_at", "tags", "language", "source"}
    return {"document_id": document.id, **document.model_dump(mode="json", include=fields)}
