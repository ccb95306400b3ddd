"""What an index holds, and how vectors are kept in it.

A passage is one record. Its vector is there twice: for the graph that is searched, and packed into bytes, from which
cosines are computed exactly and an index is copied; the graph's own copy is not sent back.
"""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from firstcontact.adapters import indexes

if TYPE_CHECKING:
    from firstcontact.ports import Vectors

# Faiss where AWS runs it; a node without its native libraries has Lucene's.
Engine = Literal["faiss", "lucene"]
FORMAT = "1"
# Hierarchical navigable small worlds (Malkov & Yashunin 2018): 16 neighbours a passage; 128 looked at when one is put
# in, and 256 when one is searched for, which finds 95 of 100 true neighbours among a million.
NEIGHBOURS, LOOKED_AT, SEARCHED = 16, 128, 256


def settings(encoder: str, dimensions: int, engine: Engine) -> dict[str, Any]:
    """The body of an index, or of the template for all of a name."""
    keyword, text = {"type": "keyword"}, {"type": "text", "analyzer": "stems"}
    kept = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "settings": {
            "index": {"knn": True, **({"knn.algo_param.ef_search": SEARCHED} if engine == "faiss" else {})},
            "analysis": {
                "analyzer": {
                    "stems": {
                        "type": "custom",
                        "tokenizer": "standard",
                        "filter": ["lowercase", "asciifolding", "porter_stem"],
                    }
                }
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
                "title": text,
                "text": text,
                "url": kept,
                "updated_at": {"type": "date"},
                "version": {"type": "long"},
                "place": {"type": "integer"},
                "packed": {"type": "binary"},
                "vector": {
                    "type": "knn_vector",
                    "dimension": dimensions,
                    "method": {
                        "name": "hnsw",
                        "engine": engine,
                        # Vectors are of unit length, so that their inner product is their cosine.
                        "space_type": "innerproduct" if engine == "faiss" else "cosinesimil",
                        "parameters": {"m": NEIGHBOURS, "ef_construction": LOOKED_AT},
                    },
                },
            },
        },
    }


def check(index: Mapping[str, Any], name: str, encoder: str) -> None:
    """``Unavailable`` unless an index has this format and this encoder's vectors."""
    indexes.check(index["mappings"].get("_meta", {}), name, FORMAT, encoder)


def both(vector: "Vectors") -> dict[str, Any]:
    """The fields that hold a vector."""
    return {"vector": vector.tolist(), "packed": base64.b64encode(vector.astype("<f4").tobytes()).decode()}


def unpack(packed: str) -> "Vectors":
    """The vector that was packed."""
    import numpy

    return numpy.frombuffer(base64.b64decode(packed), dtype="<f4")
