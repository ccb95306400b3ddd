"""Searches OpenSearch by word and by meaning, for all parts of a question in one request."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.search.index import CANDIDATES
from firstcontact.adapters.search.opensearch import connection, mapping
from firstcontact.knowledge.ranking import fuse_hits
from firstcontact.knowledge.records import EVERYTHING, Filter, Passage
from firstcontact.text.queries import query_words

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from firstcontact.text.ports import Vectors

WITHIN = "5s"
SHOWN = ("document_id", "title", "url", "text", "kind", "updated_at")
FIELDS = (*SHOWN, "packed", "named", "version", "place")
Hit = Mapping[str, Any]


class OpenSearchIndex:
    """Implements ``KnowledgeIndex`` on the index behind an alias; ``Unavailable`` unless made with this encoder."""

    def __init__(self, client: "OpenSearch", name: str, encoder: str) -> None:
        self._client, self._name = client, name
        with connection.answering(f"the knowledge index {name}"):
            found = client.indices.get_mapping(index=name)
        for one in found.values():
            mapping.check(one, name, encoder)

    def search(
        self,
        parts: Sequence[str],
        vectors: "Vectors",
        *,
        k: int,
        where: Filter = EVERYTHING,
    ) -> list[Passage]:
        if k < 1:
            return []
        depth = max(CANDIDATES, k)
        seen = _seen(where)
        asked = [
            *(_by_word(words, seen, depth) if (words := query_words(part)) else None for part in parts),
            *(_by_meaning(vector, seen, depth) for vector in vectors),
        ]
        found = iter(self._ask([query for query in asked if query is not None]))
        answers = [next(found) if query is not None else [] for query in asked]
        newest = _newest(answers)
        worded = answers[: len(parts)]
        by_word = [[(hit["_id"], hit["_score"]) for hit in hits if hit["_id"] in newest] for hits in worded]
        near = {name: (vectors @ mapping.unpack(one["packed"])).tolist() for name, one in newest.items()}
        named = {
            name: (vectors @ mapping.unpack(one["named"])).tolist() for name, one in newest.items() if "named" in one
        }
        merged = fuse_hits(by_word, near, named)[:k]
        return [_passage(newest[name], score, near[name][0]) for name, score in merged]

    def _ask(self, queries: Sequence[dict[str, Any]]) -> list[list[Hit]]:
        if not queries:
            return []
        body = [line for query in queries for line in ({"index": self._name}, query)]
        with connection.answering(f"the knowledge index {self._name} could not be searched"):
            answers = self._client.msearch(body=body)["responses"]
        return [list(connection.whole(answer, self._name)["hits"]["hits"]) for answer in answers]


def _seen(where: Filter) -> list[dict[str, Any]]:
    """The filter as clauses of an OpenSearch query."""
    seen: list[dict[str, Any]] = [
        {"term": {"tenant": where.tenant}},
        {"terms": {"audience": list(where.audiences)}},
    ]
    if where.kind:
        seen.append({"term": {"kind": where.kind}})
    if where.language:
        seen.append({"terms": {"language": ["", where.language]}})
    if where.since:
        seen.append({"range": {"updated_at": {"gte": where.since.isoformat()}}})
    return seen


def _by_word(words: Sequence[str], seen: list[dict[str, Any]], depth: int) -> dict[str, Any]:
    return _query({"bool": {"must": {"match": {"words": " ".join(words)}}, "filter": seen}}, depth)


def _by_meaning(vector: "Vectors", seen: list[dict[str, Any]], depth: int) -> dict[str, Any]:
    if not vector.any():  # the server rejects a zero vector, to which all passages are equally near
        return _query({"bool": {"filter": seen}}, depth)
    # Lucene examines only as many candidates as it must return: with fifty, it misses one in six true neighbours.
    asked = max(depth, mapping.SEARCHED)
    near = {"vector": vector.tolist(), "k": asked, "filter": {"bool": {"filter": seen}}}
    return _query({"knn": {"vector": near}}, depth)


def _query(query: dict[str, Any], depth: int) -> dict[str, Any]:
    return {"size": depth, "timeout": WITHIN, "_source": list(FIELDS), "track_total_hits": False, "query": query}


def _newest(answers: Sequence[Sequence[Hit]]) -> dict[str, Mapping[str, Any]]:
    """The records found, by their ids, ordered by document id and place; only each document's newest version.

    A write whose response was lost is sent again, so a passage may be stored twice: one of the two is used.
    """
    found = {hit["_id"]: hit["_source"] for hits in answers for hit in hits}
    versions: dict[str, int] = {}
    for one in found.values():
        versions[one["document_id"]] = max(one["version"], versions.get(one["document_id"], 0))
    ordered = sorted(found.items(), key=lambda pair: (pair[1]["document_id"], pair[1]["place"]))
    newest = [(name, one) for name, one in ordered if one["version"] == versions[one["document_id"]]]
    return dict({(one["document_id"], one["place"]): (name, one) for name, one in newest}.values())


def _passage(one: Mapping[str, Any], score: float, cosine: float) -> Passage:
    return Passage(**{name: one[name] for name in SHOWN}, score=score, cosine=cosine)
