"""The encoder in JAX, for training low-rank changes; it computes the same values as the single-precision graph.

Multiplications by frozen weights run in bfloat16 with single-precision sums, twice as fast on current processors.
"""

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp

from firstcontact.training.encoder_graph import Shape, Weights
from firstcontact.training.low_rank import MATRICES, SCALE

Arrays = Mapping[str, Any]
MASKED = -1e9


def frozen(weights: Weights, *, exact: bool = False) -> dict[str, Any]:
    """The weights in the form that ``encode`` reads; ``exact`` keeps single precision, slower, for comparisons."""
    kind = jnp.float32 if exact else jnp.bfloat16
    matrices = tuple(f"{name}.weight" for name in MATRICES)
    return {
        name: jnp.asarray(value.T, kind) if name.endswith(matrices) else jnp.asarray(value, jnp.float32)
        for name, value in weights.items()
    }


def encode(
    weights: Arrays, changes: Arrays, shape: Shape, given: tuple[Any, Any], key: Any = None, rate: float = 0.1
) -> Any:
    """Unit vectors of shape (texts, width) from token ids (texts, longest) and lengths; a key turns dropout on."""
    tokens, lengths = given
    texts, longest = tokens.shape
    there = jnp.arange(longest)[None] < lengths[:, None]
    keys = iter([None] * (2 * shape.layers) if key is None else jax.random.split(key, 2 * shape.layers))

    def normalise(values: Any, name: str) -> Any:
        centred = values - values.mean(-1, keepdims=True)
        scaled = centred * jax.lax.rsqrt(jnp.square(centred).mean(-1, keepdims=True) + shape.epsilon)
        return scaled * _changed(weights, changes, f"{name}.weight") + _changed(weights, changes, f"{name}.bias")

    def project(values: Any, name: str) -> Any:
        down, up = changes[f"{name}.weight.down"], changes[f"{name}.weight.up"]
        bias = _changed(weights, changes, f"{name}.bias")
        return _times(values, weights[f"{name}.weight"]) + SCALE * (values @ down) @ up + bias

    def drop(values: Any) -> Any:
        key = next(keys)
        if key is None:
            return values
        return dropped(values, key, rate)

    words, places, kinds = (weights[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position", "token_type"))
    hidden = normalise(words[tokens] + places[:longest] + kinds[0], "embeddings.LayerNorm")
    hidden = hidden.reshape(texts * longest, shape.width)
    for layer in (f"encoder.layer.{number}" for number in range(shape.layers)):
        query, keyed, value = (
            project(hidden, f"{layer}.attention.self.{part}")
            .reshape(texts, longest, shape.heads, -1)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        likeness = query @ keyed.transpose(0, 1, 3, 2) / jnp.sqrt(shape.width / shape.heads)
        attention = jax.nn.softmax(jnp.where(there[:, None, None], likeness, MASKED), -1)
        mixed = (attention @ value).transpose(0, 2, 1, 3).reshape(texts * longest, shape.width)
        seen = drop(project(mixed, f"{layer}.attention.output.dense"))
        hidden = normalise(hidden + seen, f"{layer}.attention.output.LayerNorm")
        inner = jax.nn.gelu(project(hidden, f"{layer}.intermediate.dense"), approximate=False)
        hidden = normalise(hidden + drop(project(inner, f"{layer}.output.dense")), f"{layer}.output.LayerNorm")
    total = (hidden.reshape(texts, longest, shape.width) * there[..., None]).sum(1)
    return total / jnp.linalg.norm(total, axis=1, keepdims=True)


def dropped(values: Any, key: Any, rate: float) -> Any:
    """Dropout (Srivastava et al. 2014): some values become zero, the others are raised to keep the expected sum.

    One random byte decides each value: CPUs draw bytes many times faster than floating-point numbers.
    """
    words = jax.random.bits(key, (-(-values.size // 4),), jnp.uint32)
    chance = jax.lax.bitcast_convert_type(words, jnp.uint8).reshape(-1)[: values.size].reshape(values.shape)
    left_out = round(256 * rate)
    return jnp.where(chance >= left_out, values * (256 / (256 - left_out)), 0.0)


def _changed(weights: Arrays, changes: Arrays, name: str) -> Any:
    return weights[name] + changes[name] if name in changes else weights[name]


def _contract(left: Any, right: Any, axis: int) -> Any:
    return jax.lax.dot_general(left, right, (((1,), (axis,)), ((), ())), preferred_element_type=jnp.float32)


def _product(values: Any, matrix: Any) -> Any:
    """Multiply by a frozen matrix in the matrix's precision; the backward pass must use that precision too."""
    return _contract(values.astype(matrix.dtype), matrix, 0)


def _forward(values: Any, matrix: Any) -> tuple[Any, Any]:
    return _product(values, matrix), matrix


def _backward(matrix: Any, slope: Any) -> tuple[Any, Any]:
    return _contract(slope.astype(matrix.dtype), matrix, 1), jnp.zeros_like(matrix)


_times = jax.custom_vjp(_product)
_times.defvjp(_forward, _backward)
