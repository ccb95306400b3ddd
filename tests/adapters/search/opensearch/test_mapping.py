"""What an index is made with: each place has an engine of its own, with words of its own for the same neighbours."""

import json
from typing import Any

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchWriter, mapping
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.adapters.search.opensearch.deployment_kind import Target, at
from firstcontact.adapters.search.opensearch.reindexing import reindex
from firstcontact.errors import Unavailable
from firstcontact.progress import Lines
from opensearchpy import OpenSearch

from tests.adapters.search.opensearch.wire import Wire
from tests.fakes.models import DIMENSIONS, HashingEncoder

ENCODER = HashingEncoder()
HOSTS: dict[Target, str] = {
    "collection": "x.us-east-1.aoss.amazonaws.com",
    "domain": "search-x.us-east-1.es.amazonaws.com",
    "node": "127.0.0.1",
}
EF_SEARCH = {"knn.algo_param.ef_search": mapping.SEARCHED}
FAISS = {"engine": "faiss", "space_type": "innerproduct"}
INDEXES: dict[Target, dict[str, Any]] = {
    "collection": {"knn": True, **EF_SEARCH},
    "domain": {"knn": True, "number_of_shards": 1, **EF_SEARCH},
    "node": {"knn": True, "number_of_shards": 1},
}
ENGINES: dict[Target, dict[str, str]] = {
    "collection": FAISS,
    "domain": FAISS,
    "node": {"engine": "lucene", "space_type": "cosinesimil"},
}
everywhere = pytest.mark.parametrize("target", HOSTS)


def connected(target: Target) -> OpenSearch:
    return connect(f"https://{HOSTS[target]}", "us-east-1")


def graph(body: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = body["mappings"]["properties"]["vector"]
    return made


def made_for(body: dict[str, Any]) -> Target:
    """Where an index of this body is at home."""
    method = graph(body)["method"]
    engine = {name: method[name] for name in ("engine", "space_type")}
    (fitting,) = [one for one in HOSTS if (INDEXES[one], ENGINES[one]) == (body["settings"]["index"], engine)]
    return fitting


@everywhere
def test_an_address_tells_what_answers_there(target: Target) -> None:
    assert at(HOSTS[target]) == target


@pytest.mark.parametrize("host", ["x.aoss.amazonaws.com.example", "amazonaws.com", "opensearch.internal"])
def test_a_name_that_looks_like_one_in_aws_is_a_node_of_ones_own(host: str) -> None:
    assert at(host) == "node"


@everywhere
def test_every_engine_builds_the_same_graph(target: Target) -> None:
    made = graph(mapping.settings("hashing", 256, target))
    assert made["dimension"] == 256
    assert made["method"]["parameters"] == {"m": mapping.NEIGHBOURS, "ef_construction": mapping.LOOKED_AT}


@everywhere
def test_a_writer_makes_an_index_as_the_place_has_it(search_wire: Wire, target: Target) -> None:
    search_wire.answers({}, status=404)
    search_wire.answers({}, {"kb-1": mapping.settings(ENCODER.name, DIMENSIONS, target)})
    OpenSearchWriter(connected(target), "kb", ENCODER)
    made = search_wire.sent[1]
    assert (made.method, made.path.partition("-")[0]) == ("PUT", "/kb")
    assert made_for(json.loads(made.body)) == target


@everywhere
@pytest.mark.parametrize("made_as", HOSTS)
def test_a_reindex_makes_an_index_as_the_place_has_it_whatever_it_was_made_with(
    search_wire: Wire, target: Target, made_as: Target
) -> None:
    aliases: dict[str, Any] = {"kb-1": {"aliases": {"kb": {}, "kb-1.open": {}}}}
    search_wire.answers(aliases, {"kb-1": mapping.settings(ENCODER.name, DIMENSIONS, made_as)}, aliases, aliases)
    search_wire.answers({"acknowledged": True})
    search_wire.answers({}, status=400)
    with pytest.raises(Unavailable, match="could not be created"):
        reindex(connected(target), "kb", ENCODER.name, Lines(lambda _: None))
    assert made_for(json.loads(search_wire.sent[-1].body)) == target
