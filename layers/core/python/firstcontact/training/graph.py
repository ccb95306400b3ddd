"""A small builder for ONNX graphs: nodes by operator, constants by value, generated names."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
OPSETS = (("", 17), (MICROSOFT, 1))
IR_VERSION = 8


def write(model: onnx.ModelProto, path: Path) -> None:
    """Write a graph, and its weights into a ``.bin`` file beside it.

    That file is memory-mapped at runtime, so the embeddings of words that no text uses are never read.
    """
    weights = path.with_suffix(".bin")
    onnx.save(model, path, save_as_external_data=True, all_tensors_to_one_file=True, location=weights.name)
    if weights.exists():  # onnx makes it readable only by its owner, but functions run as another user
        weights.chmod(path.stat().st_mode)


class Graph:
    """Collects nodes and constants; ``constant`` and ``node`` return the name of what they added."""

    def __init__(self, prefix: str = "") -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._prefix = prefix

    def constant(self, value: npt.ArrayLike, dtype: npt.DTypeLike = np.float32) -> str:
        """Add a constant."""
        name = f"{self._prefix}constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value, dtype=dtype), name))
        return name

    def node(self, operator: str, *inputs: str, domain: str = "", name: str | None = None, **attributes: Any) -> str:
        """Add a node whose operator has one output."""
        output = name or f"{self._prefix}{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def pair(self, operator: str, *inputs: str, names: tuple[str, str], **attributes: Any) -> None:
        """Add a node whose operator has two outputs."""
        self.nodes.append(helper.make_node(operator, inputs, names, name=names[0], **attributes))

    def model(
        self,
        name: str,
        inputs: Mapping[str, Sequence[str | int]],
        outputs: Mapping[str, Sequence[int]],
        given: int = TensorProto.INT64,
    ) -> onnx.ModelProto:
        """Finish the graph: inputs of type ``given``; float outputs with a leading batch dimension."""
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(key, given, shape) for key, shape in inputs.items()],
            [
                helper.make_tensor_value_info(key, TensorProto.FLOAT, ["batch", *shape])
                for key, shape in outputs.items()
            ],
            self.constants,
        )
        opsets = [helper.make_opsetid(domain, version) for domain, version in OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
