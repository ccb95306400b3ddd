"""What an index is made with: each engine of the graph has its own words for the same neighbours."""

from typing import Any

import pytest
from firstcontact.adapters.opensearch import mapping
from firstcontact.adapters.opensearch.mapping import Engine


def graph(engine: Engine) -> dict[str, Any]:
    made: dict[str, Any] = mapping.settings("hashing", 256, engine)["mappings"]["properties"]["vector"]
    return made


def test_faiss_searches_unit_vectors_by_their_inner_product() -> None:
    assert graph("faiss")["method"]["engine"] == "faiss"
    assert graph("faiss")["method"]["space_type"] == "innerproduct"


def test_faiss_is_told_how_many_to_look_at_when_it_searches() -> None:
    index = mapping.settings("hashing", 256, "faiss")["settings"]["index"]
    assert index == {"knn": True, "knn.algo_param.ef_search": mapping.SEARCHED}


def test_lucene_searches_by_cosine_and_takes_no_setting_of_faiss() -> None:
    assert graph("lucene")["method"]["engine"] == "lucene"
    assert graph("lucene")["method"]["space_type"] == "cosinesimil"
    assert mapping.settings("hashing", 256, "lucene")["settings"]["index"] == {"knn": True}


@pytest.mark.parametrize("engine", ["faiss", "lucene"])
def test_every_engine_builds_the_same_graph(engine: Engine) -> None:
    assert graph(engine)["dimension"] == 256
    assert graph(engine)["method"]["parameters"] == {"m": mapping.NEIGHBOURS, "ef_construction": mapping.LOOKED_AT}
