"""The mapping of an index, and how vectors are stored in it.

Each passage is one record. One field has all the text that is searched by word, with the title repeated as often as a
title counts (``TITLE``), so that words weigh the same as in the embedded index. The vector is stored twice: in the
graph that is searched, and packed into bytes, from which exact cosines are computed and indexes are copied; the
graph's vector is never returned. A passage's name has only a packed vector, because it is used to score results but
not to find them.
"""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.search.index import TITLE, check_index
from firstcontact.adapters.search.opensearch.deployment_kind import Target

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

FORMAT = "3"
# Hierarchical navigable small worlds (Malkov & Yashunin 2018): 16 neighbours per passage, 128 candidates when one is
# inserted, and 2,048 when one is searched for. That finds 96 of 100 true neighbours among a million; 512 find 86.
NEIGHBOURS, LOOKED_AT, SEARCHED = 16, 128, 2048


def settings(encoder: str, dimensions: int, target: Target) -> dict[str, Any]:
    """The body of the request that creates an index."""
    keyword, integer = {"type": "keyword"}, {"type": "integer"}
    kept = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "settings": {
            "index": {"knn": True, **_shards(target), **_looked_at(target)},
            "analysis": {
                "tokenizer": {"words": {"type": "pattern", "pattern": r"[^\p{L}\p{N}]+"}},
                "analyzer": {
                    "stems": {
                        "type": "custom",
                        "tokenizer": "words",
                        "filter": ["lowercase", "asciifolding", "porter_stem"],
                    }
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"format": FORMAT, "encoder": encoder},
            "_source": {"excludes": ["vector"]},
            "properties": {
                **dict.fromkeys(
                    ("tenant", "document_id", "audience", "kind", "language", "source", "tags", "digest"), keyword
                ),
                **dict.fromkeys(("title", "text", "url"), kept),
                "words": {"type": "text", "analyzer": "stems"},
                "updated_at": {"type": "date"},
                "version": {"type": "long"},
                # The position of the passage in its document, and how many passages the document has.
                **dict.fromkeys(("place", "of"), integer),
                "packed": {"type": "binary"},
                "named": {"type": "binary"},
                "vector": {
                    "type": "knn_vector",
                    "dimension": dimensions,
                    "method": {
                        "name": "hnsw",
                        **_engine(target),
                        "parameters": {"m": NEIGHBOURS, "ef_construction": LOOKED_AT},
                    },
                },
            },
        },
    }


def _shards(target: Target) -> dict[str, int]:
    # One shard instead of a domain's default of five: each shard computes how rare a word is by itself, so only a
    # single one gives the same weights as the embedded index. A million passages are about 3 GB, far below the 30 to
    # 50 GB that AWS recommends for a shard. A collection has no such setting.
    return {} if target == "collection" else {"number_of_shards": 1}


def _looked_at(target: Target) -> dict[str, int]:
    return {} if target == "node" else {"knn.algo_param.ef_search": SEARCHED}


def _engine(target: Target) -> dict[str, str]:
    # A self-managed node may lack the native libraries of Faiss; its first write would hang.
    if target == "node":
        return {"engine": "lucene", "space_type": "cosinesimil"}
    # Vectors have unit length, so their inner product is their cosine.
    return {"engine": "faiss", "space_type": "innerproduct"}


def check(index: Mapping[str, Any], name: str, encoder: str) -> None:
    """``Unavailable`` unless an index has this format and vectors of this encoder."""
    check_index(index["mappings"].get("_meta", {}), name, FORMAT, encoder)


def words(title: str, text: str) -> dict[str, str]:
    """The field that is searched by word."""
    return {"words": "\n".join([*[title] * TITLE, text])}


def both(vector: "Vectors") -> dict[str, Any]:
    """The fields that store a vector: for the graph, and packed."""
    return {"vector": vector.tolist(), "packed": pack(vector)}


def pack(vector: "Vectors") -> str:
    """A vector as text: its little-endian 32-bit floats in base64."""
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


def unpack(packed: str) -> "Vectors":
    """The vector from its packed text."""
    import numpy

    return numpy.frombuffer(base64.b64decode(packed), dtype="<f4")
