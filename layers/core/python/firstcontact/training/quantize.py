"""Turns a float graph into the one that ships: eight-bit weights, optimised at build time to keep starts fast."""

import logging
import tempfile
from pathlib import Path

import onnx
import onnxruntime
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic

from firstcontact.training import graph


def ship(model: onnx.ModelProto, target: Path) -> None:
    """Write the quantized, optimised graph.

    Weights are quantized per channel, because one scale per tensor costs accuracy, and with a reduced range, because
    processors without eight-bit dot products overflow with the full one.
    """
    with tempfile.TemporaryDirectory() as scratch:
        whole, quantized, optimised = (Path(scratch) / f"{name}.onnx" for name in ("float", "int8", "optimised"))
        onnx.save(model, whole)
        logging.getLogger().addFilter(_not_preprocessed)
        try:
            quantize_dynamic(
                whole,
                quantized,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )
        finally:
            logging.getLogger().removeFilter(_not_preprocessed)
        _optimise(quantized, optimised)
        graph.write(onnx.load(optimised), target)


def _not_preprocessed(record: logging.LogRecord) -> bool:
    """Drop the advice to run shape inference first: the graph is already fused, so there is nothing to infer."""
    return "pre-processing before quantization" not in record.getMessage()


def _optimise(source: Path, target: Path) -> None:
    options = onnxruntime.SessionOptions()
    # Not the highest level, which writes the build machine's processor-specific layout into the graph.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    apart = ["SkipLayerNormFusion"]  # the fused operator is slower, see ``encoder_graph``
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"], disabled_optimizers=apart)
