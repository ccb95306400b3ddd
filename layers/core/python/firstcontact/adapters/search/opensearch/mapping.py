"""What an index holds, and how vectors are kept in it.

A passage is one record. What it is found for by word stands in one field, its title as often as a title counts, so
that it is weighed as the embedded index weighs it. Its vector is there twice: for the graph that is searched, and
packed into bytes, from which cosines are computed exactly and an index is copied; the graph's own copy is not sent
back. What it is called has a packed vector only: it weighs what was found, and finds nothing.
"""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.search.index import TITLE, check_index
from firstcontact.adapters.search.opensearch.deployment_kind import Target

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

FORMAT = "3"
# Hierarchical navigable small worlds (Malkov & Yashunin 2018): 16 neighbours a passage; 128 looked at when one is put
# in, and 2,048 when one is searched for, which finds 96 of 100 true neighbours among a million, where 512 find 86.
NEIGHBOURS, LOOKED_AT, SEARCHED = 16, 128, 2048


def settings(encoder: str, dimensions: int, target: Target) -> dict[str, Any]:
    """The body of an index, where it is made."""
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
                # Which of how many passages of its document it is.
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
    # One, where a domain would make five: each shard counts by itself how rare a word is, and a single one counts as
    # the embedded index does. A million passages are about 3 GB, far below the 30 to 50 GB that AWS advises for a
    # shard. A collection has no such setting.
    return {} if target == "collection" else {"number_of_shards": 1}


def _looked_at(target: Target) -> dict[str, int]:
    return {} if target == "node" else {"knn.algo_param.ef_search": SEARCHED}


def _engine(target: Target) -> dict[str, str]:
    # A node of one's own may lack the native libraries of Faiss; its first write would hang.
    if target == "node":
        return {"engine": "lucene", "space_type": "cosinesimil"}
    # Vectors are of unit length, so that their inner product is their cosine.
    return {"engine": "faiss", "space_type": "innerproduct"}


def check(index: Mapping[str, Any], name: str, encoder: str) -> None:
    """``Unavailable`` unless an index has this format and this encoder's vectors."""
    check_index(index["mappings"].get("_meta", {}), name, FORMAT, encoder)


def words(title: str, text: str) -> dict[str, str]:
    """The field that is searched by word."""
    return {"words": "\n".join([*[title] * TITLE, text])}


def both(vector: "Vectors") -> dict[str, Any]:
    """The fields that hold a vector."""
    return {"vector": vector.tolist(), "packed": pack(vector)}


def pack(vector: "Vectors") -> str:
    """A vector as text."""
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


def unpack(packed: str) -> "Vectors":
    """The vector that was packed."""
    import numpy

    return numpy.frombuffer(base64.b64decode(packed), dtype="<f4")
