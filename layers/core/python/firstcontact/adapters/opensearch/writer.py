"""Puts documents into OpenSearch, many at a time, and reads what became of each."""

import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from firstcontact.adapters.opensearch import bulk, connection, mapping
from firstcontact.adapters.opensearch.mapping import Engine
from firstcontact.chunking import chunks
from firstcontact.model.knowledge import Document, Tally
from firstcontact.ports import Encoder

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

TOGETHER = 64  # documents whose passages are written in one request
PAGE = 1000
Key = tuple[str, str]
Query = dict[str, Any]


class Kept:
    """A document as the index has it: the digest and the source it was written with, and its records."""

    def __init__(self, digest: str, records: list[str], source: str = "") -> None:
        self.digest, self.records, self.source = digest, records, source


class OpenSearchWriter:
    """Fills ``KnowledgeWriter``. A document that did not change is not encoded again.

    What is written is seen by searches within seconds; closing waits for it where the server can be asked to.
    """

    def __init__(self, client: "OpenSearch", name: str, encoder: Encoder, engine: Engine = "lucene") -> None:
        self._client, self._name, self._encoder = client, name, encoder
        self._written: dict[Key, Kept] = {}
        with connection.answering(f"the knowledge index {name} could not be opened"):
            if not client.indices.exists_alias(name=name):
                self._make(engine)
            for one in client.indices.get_mapping(index=name).values():
                mapping.check(one, name, encoder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, documents: Iterable[Document]) -> int:
        given = iter(documents)
        return sum(self._put(batch) for batch in iter(lambda: list(islice(given, TOGETHER)), []))

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        keys = [(tenant, name) for name in dict.fromkeys(document_ids)]
        known = self._known(keys)
        bulk.delete(self._client, self._name, [record for one in known.values() for record in one.records])
        self._written.update({key: Kept("", []) for key in keys})
        return len(known)

    def prune(self, source: str, kept: Collection[Key]) -> int:
        gone: dict[Key, list[str]] = {}
        for hit in self._records([{"term": {"source": source}}]):
            key = hit["_source"]["tenant"], hit["_source"]["document_id"]
            if key not in kept and key not in self._written:
                gone.setdefault(key, []).append(hit["_id"])
        for key, one in self._written.items():
            if one.records and one.source == source and key not in kept:
                gone[key] = one.records
        bulk.delete(self._client, self._name, [record for records in gone.values() for record in records])
        self._written.update({key: Kept("", []) for key in gone})
        return len(gone)

    def sources(self) -> set[str]:
        found: set[str] = set()
        by_source: dict[str, Any] = {"size": PAGE, "sources": [{"source": {"terms": {"field": "source"}}}]}
        while True:
            body = {"size": 0, "aggs": {"sources": {"composite": by_source}}}
            with connection.answering(f"the knowledge index {self._name} could not be read"):
                answer = self._client.search(index=self._name, body=body)
            page = connection.whole(answer, self._name)["aggregations"]["sources"]
            found.update(bucket["key"]["source"] for bucket in page["buckets"])
            if "after_key" not in page:
                return found
            by_source["after"] = page["after_key"]

    def tally(self, source: str) -> Tally:
        digests: dict[Key, bytes] = {}
        for hit in self._records([{"term": {"source": source}}]):
            one = hit["_source"]
            if (one["tenant"], one["document_id"]) not in self._written:
                digests[one["tenant"], one["document_id"]] = bytes.fromhex(one["digest"])
        just = [one for one in self._written.values() if one.records and one.source == source]
        return Tally.of([*digests.values(), *(bytes.fromhex(one.digest) for one in just)])

    def close(self) -> None:
        """Let searches see what was written; Serverless, which has no such call, shows it within a minute."""
        from opensearchpy.exceptions import NotFoundError

        with connection.answering(f"the knowledge index {self._name} could not be refreshed"):
            try:
                self._client.indices.refresh(index=self._name)
            except NotFoundError:
                return

    def _make(self, engine: Engine) -> None:
        width = self._encoder.encode(["a text of any kind"]).shape[1]
        body = mapping.settings(self._encoder.name, width, engine)
        template = {"index_patterns": [f"{self._name}-*"], "template": body}
        self._client.indices.put_index_template(name=self._name, body=template)
        self._client.indices.create(
            index=f"{self._name}-{time.time_ns()}", body={"aliases": {self._name: {"is_write_index": True}}}
        )

    def _put(self, batch: list[Document]) -> int:
        """Write what changed, the latest of each id; then take out what it replaces."""
        latest = {(one.tenant, one.id): one for one in batch}
        digests = {key: one.digest.hex() for key, one in latest.items()}
        known = self._known(list(latest))
        same = {key for key, one in known.items() if one.digest == digests[key]}
        changed = {key: chunks(one) for key, one in latest.items() if key not in same}
        vectors = iter(self._encoder.encode([piece.indexed for pieces in changed.values() for piece in pieces]))
        version = time.time_ns()
        records = [
            {
                **_shown(latest[key]),
                **{"digest": digests[key], "version": version, "place": place, "text": piece.text},
                **mapping.both(next(vectors)),
            }
            for key, pieces in changed.items()
            for place, piece in enumerate(pieces)
        ]
        ids = iter(bulk.create(self._client, self._name, records))
        made = {
            key: Kept(digests[key], list(islice(ids, len(pieces))), latest[key].source)
            for key, pieces in changed.items()
        }
        old = [record for key in made if key in known for record in known[key].records]
        bulk.delete(self._client, self._name, old)
        self._written.update(made)
        return len(records) + sum(len(known[key].records) for key in same)

    def _known(self, keys: list[Key]) -> dict[Key, Kept]:
        """What the index has of these documents: by search, and for what was just written by memory."""
        found: dict[Key, Kept] = {}
        for tenant in {tenant for tenant, _ in keys}:
            names = [name for owner, name in keys if owner == tenant and (owner, name) not in self._written]
            wanted: list[Query] = [{"term": {"tenant": tenant}}, {"terms": {"document_id": names}}]
            for hit in self._records(wanted) if names else ():
                one = hit["_source"]
                kept = found.setdefault((tenant, one["document_id"]), Kept(one["digest"], []))
                kept.records.append(hit["_id"])
                if one["digest"] != kept.digest:  # a replacement that was interrupted: write it again
                    kept.digest = ""
        remembered = {key: self._written[key] for key in keys if key in self._written and self._written[key].records}
        return {**found, **remembered}

    def _records(self, wanted: list[Query]) -> Iterator[dict[str, Any]]:
        order = [{"document_id": "asc"}, {"version": "asc"}, {"place": "asc"}]
        body: dict[str, Any] = {"query": {"bool": {"filter": wanted}}, "sort": order, "size": PAGE}
        body["_source"] = ["tenant", "document_id", "digest"]
        while True:
            with connection.answering(f"the knowledge index {self._name} could not be read"):
                answer = self._client.search(index=self._name, body=body)
            hits = connection.whole(answer, self._name)["hits"]["hits"]
            yield from hits
            if len(hits) < PAGE:
                return
            body["search_after"] = hits[-1]["sort"]


def _shown(document: Document) -> dict[str, Any]:
    fields = {"tenant", "audience", "kind", "title", "url", "updated_at", "tags", "language", "source"}
    return {"document_id": document.id, **document.model_dump(mode="json", include=fields)}


def drop(client: "OpenSearch", name: str) -> bool:
    """Delete an index and its template; False where there was none."""
    with connection.answering(f"the knowledge index {name} could not be deleted"):
        if not client.indices.exists_alias(name=name):
            return False
        for index in client.indices.get_alias(name=name):
            client.indices.delete(index=index)
        client.indices.delete_index_template(name=name)
    return True
