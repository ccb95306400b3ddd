"""Reads a whole index page by page, whatever its size."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.search.opensearch import connection

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

PAGE = 1000
BY_DOCUMENT = ("tenant", "document_id", "version", "place")
# By version first: it is a number, so the server finds each page without scanning the whole index.
BY_VERSION = ("version", "tenant", "document_id", "place")
Query = dict[str, Any]
Hit = dict[str, Any]


def records(
    client: "OpenSearch",
    index: str,
    wanted: Sequence[Query],
    fields: Sequence[str],
    order: Sequence[str] = BY_DOCUMENT,
) -> Iterator[Hit]:
    """The records that pass all of these filters, each exactly once."""
    body: dict[str, Any] = {"query": {"bool": {"filter": list(wanted)}}, "size": PAGE, "track_total_hits": False}
    body |= {"sort": [{field: "asc"} for field in order], "_source": list(fields)}
    while True:
        hits = _ask(client, index, body)["hits"]["hits"]
        if len(hits) < PAGE:
            yield from hits
            return
        # A passage that was written twice has two records with equal sort keys: do not end a page between them.
        page = [hit for hit in hits if hit["sort"] != hits[-1]["sort"]] or hits
        yield from page
        body["search_after"] = page[-1]["sort"]


def values(client: "OpenSearch", index: str, *fields: str) -> Iterator[tuple[str, ...]]:
    """The distinct combinations of values in these fields."""
    sources = [{field: {"terms": {"field": field}}} for field in fields]
    composite: dict[str, Any] = {"size": PAGE, "sources": sources}
    while True:
        answer = _ask(client, index, {"size": 0, "aggs": {"values": {"composite": composite}}})
        page = answer["aggregations"]["values"]
        for bucket in page["buckets"]:
            yield tuple(bucket["key"][field] for field in fields)
        if "after_key" not in page:
            return
        composite["after"] = page["after_key"]


def count(client: "OpenSearch", index: str) -> int:
    """The number of records in an index."""
    answer = _ask(client, index, {"size": 0, "track_total_hits": True})
    return int(answer["hits"]["total"]["value"])


def _ask(client: "OpenSearch", index: str, body: dict[str, Any]) -> dict[str, Any]:
    with connection.answering(f"the knowledge index {index} could not be read"):
        answer = client.search(index=index, body=body)
    return dict(connection.whole(answer, index))
