"""The encoder as an ONNX graph of fused operators, including pooling and normalisation.

It outputs two unit vectors: the sentence embedding, for search and similarity, and the mean of an early layer, which
keeps more of the wording. A router that reads both separates similar intents better than with either alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto

from firstcontact.training.graph import MICROSOFT, Graph

EARLY_LAYER = 2
Array = npt.NDArray[np.float32]
Weights = Mapping[str, Array]


@dataclass(frozen=True)
class Shape:
    """The encoder's architecture, from the ``config.json`` of its weights."""

    layers: int
    width: int
    heads: int
    epsilon: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Shape":
        """Read the four numbers that the graph needs."""
        return cls(
            config["num_hidden_layers"],
            config["hidden_size"],
            config["num_attention_heads"],
            config["layer_norm_eps"],
        )


def build(weights: Weights, shape: Shape) -> onnx.ModelProto:
    """Build the graph: token ids and mask in, ``sentence_embedding`` and ``early_embedding`` out."""
    graph = Graph()
    hidden = _embed(graph, weights, shape)
    mask = graph.node("Cast", "attention_mask", to=TensorProto.INT32)
    spread = graph.node(
        "Unsqueeze",
        graph.node("Cast", "attention_mask", to=TensorProto.FLOAT),
        graph.constant([2], np.int64),
    )
    for layer in range(shape.layers):
        hidden = _layer(graph, weights, shape, layer, hidden, mask)
        if layer + 1 == EARLY_LAYER:
            _pool(graph, hidden, spread, "early_embedding")
    _pool(graph, hidden, spread, "sentence_embedding")
    tokens = ["batch", "tokens"]
    return graph.model(
        "encoder",
        {"input_ids": tokens, "attention_mask": tokens},
        {"sentence_embedding": [shape.width], "early_embedding": [shape.width]},
    )


def _embed(graph: Graph, weights: Weights, shape: Shape) -> str:
    words = graph.node("Gather", graph.constant(weights["embeddings.word_embeddings.weight"]), "input_ids")
    one = graph.constant([1], np.int64)
    length = graph.node("Gather", graph.node("Shape", "input_ids"), one, axis=0)
    # All tokens belong to the first segment, so its vector is added to the position table at build time.
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    zero = graph.constant([0], np.int64)
    positions = graph.node("Slice", graph.constant(places), zero, length, zero)
    scale, shift = (weights[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias"))
    return _normalise(graph, graph.node("Add", words, positions), scale, shift, shape)


def _normalise(graph: Graph, summed: str, scale: Array, shift: Array, shape: Shape) -> str:
    # Not fused with the addition before it: the fused operator (SkipLayerNormalization) takes six times as long.
    constants = graph.constant(scale), graph.constant(shift)
    return graph.node("LayerNormalization", summed, *constants, axis=-1, epsilon=shape.epsilon)


def _layer(graph: Graph, weights: Weights, shape: Shape, layer: int, hidden: str, mask: str) -> str:
    def of(name: str) -> Array:
        return weights[f"encoder.layer.{layer}.{name}"]

    def project(inputs: str, name: str) -> str:
        return graph.node("MatMul", inputs, graph.constant(of(f"{name}.weight").T))

    def add_and_normalise(inputs: str, residual: str, name: str) -> str:
        summed = graph.node("Add", graph.node("Add", inputs, graph.constant(of(f"{name}.dense.bias"))), residual)
        return _normalise(graph, summed, of(f"{name}.LayerNorm.weight"), of(f"{name}.LayerNorm.bias"), shape)

    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    attended = graph.node(
        "Attention",
        hidden,
        graph.constant(np.concatenate([of(f"{part}.weight").T for part in parts], axis=1)),
        graph.constant(np.concatenate([of(f"{part}.bias") for part in parts])),
        mask,
        domain=MICROSOFT,
        num_heads=shape.heads,
    )
    attended = add_and_normalise(project(attended, "attention.output.dense"), hidden, "attention.output")
    bias = graph.constant(of("intermediate.dense.bias"))
    inner = graph.node("BiasGelu", project(attended, "intermediate.dense"), bias, domain=MICROSOFT)
    return add_and_normalise(project(inner, "output.dense"), attended, "output")


def _pool(graph: Graph, hidden: str, spread: str, name: str) -> None:
    tokens = graph.constant([1], np.int64)
    total = graph.node("ReduceSum", graph.node("Mul", hidden, spread), tokens, keepdims=0)
    # No division by the token count: the sum and the mean give the same unit vector.
    squares = graph.node("ReduceSum", graph.node("Mul", total, total), tokens, keepdims=1)
    graph.node("Div", total, graph.node("Sqrt", squares), name=name)
