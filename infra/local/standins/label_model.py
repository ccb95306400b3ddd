"""EfficientNet-Lite0 as an ONNX graph, built from its published weights: 1000 classes of everyday objects.

Batch normalisation is folded into the convolutions, so a block consists of convolutions, ReLU6 and, if shapes allow
it, a sum.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper, numpy_helper

from infra.local.standins.torch_weights import Weights

BLOCKS = 16
_HALVING = frozenset({1, 3, 5, 11})
_EPSILON = 1e-3


class _Graph:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.nodes: list[Any] = []
        self.constants = [
            numpy_helper.from_array(np.array(0, np.float32), "zero"),
            numpy_helper.from_array(np.array(6, np.float32), "six"),
        ]

    def node(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        """Add a node; returns the name of its output."""
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, name: str, value: npt.NDArray[np.float32]) -> str:
        """Add a constant; returns its name."""
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def convolve(self, given: str, convolution: str, norm: str, *, stride: int = 1, bounded: bool = True) -> str:
        """A convolution with its normalisation folded in, followed by ReLU6 unless ``bounded`` is false."""
        kernel = self._weights[f"{convolution}.weight"]
        scale = self._weights[f"{norm}.weight"] / np.sqrt(self._weights[f"{norm}.running_var"] + _EPSILON)
        bias = self._weights[f"{norm}.bias"] - self._weights[f"{norm}.running_mean"] * scale
        inputs = [
            given,
            self.constant(f"{convolution}.kernel", kernel * scale[:, None, None, None]),
            self.constant(f"{convolution}.bias", bias),
        ]
        group = kernel.shape[0] if "_depthwise_conv" in convolution else 1
        result = self.node("Conv", inputs, strides=[stride, stride], group=group, auto_pad="SAME_UPPER")
        return self.node("Clip", [result, "zero", "six"]) if bounded else result

    def block(self, given: str, number: int) -> str:
        """An inverted residual block."""
        name, stride = f"_blocks.{number}", 2 if number in _HALVING else 1
        wide = given
        if f"{name}._expand_conv.weight" in self._weights:
            wide = self.convolve(given, f"{name}._expand_conv", f"{name}._bn0")
        deep = self.convolve(wide, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride)
        narrow = self.convolve(deep, f"{name}._project_conv", f"{name}._bn2", bounded=False)
        kept = self._weights[f"{name}._project_conv.weight"].shape[0]
        entered = self._weights.get(f"{name}._expand_conv.weight")
        same = stride == 1 and entered is not None and entered.shape[1] == kept
        return self.node("Add", [given, narrow]) if same else narrow


def label_model(weights: Weights, side: int) -> bytes:
    """The serialised model: input ``picture`` (1, 3, side, side), output ``classes`` (1, 1000) probabilities."""
    graph = _Graph(weights)
    flow = graph.convolve("picture", "_conv_stem", "_bn0", stride=2)
    for number in range(BLOCKS):
        flow = graph.block(flow, number)
    flow = graph.node("Flatten", [graph.node("GlobalAveragePool", [graph.convolve(flow, "_conv_head", "_bn1")])])
    head = [graph.constant("fc.weight", weights["_fc.weight"]), graph.constant("fc.bias", weights["_fc.bias"])]
    scores = graph.node("Gemm", [flow, *head], transB=1)
    graph.nodes.append(helper.make_node("Softmax", [scores], ["classes"], axis=1))
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "efficientnet-lite0",
            [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, side, side])],
            [helper.make_tensor_value_info("classes", TensorProto.FLOAT, [1, len(weights["_fc.bias"])])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    return bytes(model.SerializeToString())
