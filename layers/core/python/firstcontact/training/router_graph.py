"""The router as one ONNX graph: encoder, head, probabilities and out-of-scope score in a single run."""

import numpy as np
import onnx
from onnx import TensorProto, helper
from onnx.utils import Extractor

from firstcontact.training import features
from firstcontact.training.graph import Graph
from firstcontact.training.head import SHARPNESS, CosineHead, KernelHead
from firstcontact.training.out_of_scope import Scale
from firstcontact.training.signals import Signs

TOP = 5


def build(
    encoder: onnx.ModelProto,
    head: KernelHead | CosineHead,
    temperature: float,
    scale: Scale,
    signs: Signs | None = None,
) -> onnx.ModelProto:
    """Extend the encoder's graph with the head and the signs; nodes that no output needs are removed."""
    graph = Graph("head_")
    scales = {name: graph.constant(np.float32(features.scale(share))) for name, share in head.outputs.items()}
    rows = graph.node("Concat", *(graph.node("Mul", *scaled) for scaled in scales.items()), axis=1)
    away = _away(graph, rows, head) if isinstance(head, KernelHead) or scale.distance else ""
    logits = _kernel_logits(graph, away, head) if isinstance(head, KernelHead) else _cosines(graph, rows, head)
    shares = graph.node("Softmax", graph.node("Mul", logits, graph.constant(np.float32(1 / temperature))), axis=1)
    kept = graph.constant([min(TOP, head.intents)], np.int64)
    graph.pair("TopK", shares, kept, names=("top_shares", "top_places"), axis=1)
    _score(graph, logits, away, scale)
    if signs is not None:
        odds = graph.node("Gemm", rows, graph.constant(signs.weights), graph.constant(signs.bias))
        graph.node("Sigmoid", odds, name="signs")
    router = onnx.ModelProto()
    router.CopyFrom(encoder)
    router.graph.name = "router"
    router.graph.node.extend(graph.nodes)
    router.graph.initializer.extend(graph.constants)
    outputs = [
        helper.make_tensor_value_info("top_shares", TensorProto.FLOAT, ["batch", "top"]),
        helper.make_tensor_value_info("top_places", TensorProto.INT64, ["batch", "top"]),
        helper.make_tensor_value_info("oos_score", TensorProto.FLOAT, ["batch"]),
    ]
    if signs is not None:
        outputs.append(helper.make_tensor_value_info("signs", TensorProto.FLOAT, ["batch", len(signs.names)]))
    router.graph.output.extend(outputs)
    inputs = [given.name for given in encoder.graph.input]
    return Extractor(router).extract_model(inputs, [given.name for given in outputs])


def _away(graph: Graph, rows: str, head: KernelHead | CosineHead) -> str:
    """The negated distance to each landmark."""
    likeness = graph.node("MatMul", rows, graph.constant(head.landmarks.T))
    return graph.node("Sub", likeness, graph.constant(np.float32(1)))


def _kernel_logits(graph: Graph, away: str, head: KernelHead) -> str:
    kernel = graph.node("Exp", graph.node("Mul", away, graph.constant(np.float32(2 * SHARPNESS))))
    return graph.node("Gemm", kernel, graph.constant(head.weights), graph.constant(head.bias))


def _cosines(graph: Graph, rows: str, head: CosineHead) -> str:
    return graph.node("MatMul", rows, graph.constant(head.scale * head.directions.T))


def _score(graph: Graph, logits: str, away: str, scale: Scale) -> None:
    """Sum the signs that have a weight; the graph computes both negated, so the factors are negative."""
    signs = (("ReduceLogSumExp", logits, scale.energy), ("ReduceMax", away, scale.distance))
    parts = [
        graph.node(
            "Mul",
            graph.node(operator, inputs, axes=[1], keepdims=0),
            graph.constant(np.float32(-slope)),
        )
        for operator, inputs, slope in signs
        if slope
    ]
    total = parts[0] if len(parts) == 1 else graph.node("Add", *parts)
    graph.node("Add", total, graph.constant(np.float32(scale.offset)), name="oos_score")
