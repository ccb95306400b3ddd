"""The router as one graph: the encoder, the head, the probabilities and the out-of-scope score in a single run."""

import numpy as np
import onnx
from onnx import TensorProto, helper

from firstcontact.training.features import OUTPUTS, SCALE
from firstcontact.training.graph import Graph
from firstcontact.training.head import SHARPNESS, Head
from firstcontact.training.scope import Scale

TOP = 5


def build(encoder: onnx.ModelProto, head: Head, temperature: float, scale: Scale) -> onnx.ModelProto:
    """Continue the encoder's graph with the head."""
    graph = Graph("head_")
    joined = graph.node("Concat", *OUTPUTS, axis=1)
    features = graph.node("Mul", joined, graph.constant(np.float32(SCALE)))
    likeness = graph.node("MatMul", features, graph.constant(head.landmarks.T))
    away = graph.node("Sub", likeness, graph.constant(np.float32(1)))
    kernel = graph.node("Exp", graph.node("Mul", away, graph.constant(np.float32(2 * SHARPNESS))))
    logits = graph.node("Gemm", kernel, graph.constant(head.weights), graph.constant(head.bias))
    cooled = graph.node("Mul", logits, graph.constant(np.float32(1 / temperature)))
    shares = graph.node("Softmax", cooled, axis=1)
    kept = graph.constant([min(TOP, len(head.bias))], np.int64)
    graph.pair("TopK", shares, kept, names=("top_shares", "top_places"), axis=1)
    _score(graph, logits, away, scale)
    router = onnx.ModelProto()
    router.CopyFrom(encoder)
    router.graph.name = "router"
    router.graph.node.extend(graph.nodes)
    router.graph.initializer.extend(graph.constants)
    router.graph.output.extend(
        [
            helper.make_tensor_value_info("top_shares", TensorProto.FLOAT, ["batch", "top"]),
            helper.make_tensor_value_info("top_places", TensorProto.INT64, ["batch", "top"]),
            helper.make_tensor_value_info("oos_score", TensorProto.FLOAT, ["batch"]),
        ]
    )
    return router


def _score(graph: Graph, logits: str, away: str, scale: Scale) -> None:
    """Add the two signs; both come out of the graph negated, so their slopes are negative."""
    signs = (("ReduceLogSumExp", logits, scale.energy), ("ReduceMax", away, scale.distance))
    parts = [
        graph.node(
            "Mul",
            graph.node(operator, inputs, axes=[1], keepdims=0),
            graph.constant(np.float32(-slope)),
        )
        for operator, inputs, slope in signs
    ]
    graph.node("Add", graph.node("Add", *parts), graph.constant(np.float32(scale.offset)), name="oos_score")
