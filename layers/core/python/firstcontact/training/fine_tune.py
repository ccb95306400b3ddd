"""Fine-tunes the encoder on labelled texts: low-rank changes and one direction per intent, by cross-entropy.

A text's logits are its cosines with the intents' directions, times a learned scale (a cosine classifier, Gidaris &
Komodakis 2018). Each direction starts at the mean of its intent's texts. On Banking77 and CLINC150, low-rank changes
matched training all weights, in two thirds of the time and half the memory.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax
from tokenizers import Tokenizer

from firstcontact.progress import Progress
from firstcontact.training import artifact, low_rank, tokens, transformer
from firstcontact.training.checkpoint import Checkpoint
from firstcontact.training.encoder_graph import Shape, Weights
from firstcontact.training.low_rank import Array

LENGTHS = (8, 12, 16, 24, 32, 48, 64)  # padded lengths of a batch in tokens; the step is compiled once for each
SCALE = 20.0
POOL = 16  # number of batches whose texts are sorted by length together
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Recipe:
    """Training settings, chosen on 15 % of Banking77's training texts and on CLINC150's validation texts."""

    epochs: int = 5
    texts: int = 32
    rank: int = 16
    learning_rate: float = 1e-3
    direction_rate: float = 3e-3
    smoothing: float = 0.05
    dropout: float = 0.1
    seed: int = 0


@dataclass(frozen=True)
class Tuned:
    """Changes to the encoder's weights; unit directions of shape (intents, width); the scale of their cosines."""

    changes: dict[str, Array]
    directions: Array
    scale: float


def train(
    published: tuple[Weights, Shape, Tokenizer],
    texts: Sequence[str],
    labels: Labels,
    recipe: Recipe,
    kept: Path,
    tell: Progress,
) -> Tuned:
    """Fine-tune; deterministic for the same texts, recipe and machine. Resumes from a checkpoint in ``kept``."""
    weights, shape, tokenizer = published
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTHS[-1])
    read = [found.ids for found in tokenizer.encode_batch(list(texts))]
    base = transformer.frozen(weights)
    changes: Any = jax.tree.map(jnp.asarray, low_rank.none(weights, shape, recipe.rank, recipe.seed))
    starts = _means(_vectors(base, changes, shape, read), labels)
    learned = {"changes": changes, "directions": jnp.asarray(starts), "scale": jnp.asarray(math.log(SCALE))}
    steps = recipe.epochs * math.ceil(len(read) / recipe.texts)
    optimizer = _optimizer(recipe, steps)
    point = Checkpoint(kept, artifact.name([list(texts), labels.tolist(), asdict(recipe), asdict(shape)]))
    state = (learned, optimizer.init(learned))
    first, state = point.read(state)
    step = jax.jit(partial(_step, optimizer, shape, recipe), donate_argnums=(1,))
    keys = jax.random.key(recipe.seed)
    work = enumerate(_batches(read, labels, recipe, first), start=first * (steps // recipe.epochs))
    rest = steps - first * (steps // recipe.epochs)
    for number, (epoch_ends, *batch) in tell.track(work, f"tuning, seed {recipe.seed}", rest):
        state = step(base, state, *batch, jax.random.fold_in(keys, number))
        if epoch_ends:
            first += 1
            point.write(first, state)
    learned = jax.tree.map(np.asarray, state[0])
    jax.clear_caches()  # compiled functions serve only this recipe and hold a gigabyte
    return Tuned(learned["changes"], _unit(learned["directions"]), float(np.exp(learned["scale"])))


def _optimizer(recipe: Recipe, steps: int) -> Any:
    """AdamW with a rate that rises for a tenth of the steps, then falls to zero; directions have a higher rate."""

    def rate(peak: float) -> Any:
        return optax.schedules.warmup_cosine_decay_schedule(0.0, peak, max(1, steps // 10), steps)

    changes = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate(recipe.learning_rate), weight_decay=0.01))
    others = optax.adamw(rate(recipe.direction_rate), weight_decay=0.0)
    places = {"changes": "changes", "directions": "others", "scale": "others"}
    return optax.multi_transform({"changes": changes, "others": others}, places)


def _step(optimizer: Any, shape: Shape, recipe: Recipe, base: Any, state: Any, given: Any, *rest: Any) -> Any:
    learned, optimized = state
    slope = jax.grad(_loss, argnums=0)(learned, base, shape, recipe, given, *rest)
    updates, optimized = optimizer.update(slope, optimized, learned)
    return optax.apply_updates(learned, updates), optimized


def _loss(
    learned: Any, base: Any, shape: Shape, recipe: Recipe, given: Any, labels: Any, there: Any, key: Any
) -> Any:
    inside, outside = jax.random.split(key)
    vectors = transformer.encode(base, learned["changes"], shape, given, inside, recipe.dropout)
    seen = transformer.dropped(vectors, outside, recipe.dropout)
    shares = jax.nn.log_softmax(seen @ _unit(learned["directions"]).T * jnp.exp(learned["scale"]))
    right = jnp.take_along_axis(shares, labels[:, None], 1)[:, 0]
    smoothed = (1 - recipe.smoothing) * right + recipe.smoothing * shares.mean(1)
    return -(smoothed * there).sum() / there.sum()


def _unit(rows: Any) -> Any:
    return rows / (rows**2).sum(-1, keepdims=True) ** 0.5


def _means(vectors: Array, labels: Labels) -> Array:
    rows: Array = _unit(np.stack([vectors[labels == intent].mean(0) for intent in range(labels.max() + 1)]))
    return rows


def _vectors(base: Any, changes: Any, shape: Shape, read: Sequence[Sequence[int]]) -> Array:
    encode = jax.jit(lambda base, changes, given: transformer.encode(base, changes, shape, given))
    found = np.zeros((len(read), shape.width), dtype=np.float32)
    order = np.argsort([len(ids) for ids in read], kind="stable")
    for rows in np.split(order, range(64, len(order), 64)):
        given = tokens.block([read[row] for row in rows], 64, _room([read[row] for row in rows]))
        found[rows] = np.asarray(encode(base, changes, given))[: len(rows)]
    return found


def _room(read: Sequence[Sequence[int]]) -> int:
    longest = max(len(ids) for ids in read)
    return next(length for length in LENGTHS if length >= longest)


def _batches(
    read: Sequence[Sequence[int]], labels: Labels, recipe: Recipe, first_epoch: int
) -> Iterator[tuple[Any, ...]]:
    """Batches of texts of similar length, each text once per epoch; each starts with whether it ends its epoch."""
    for epoch in range(first_epoch, recipe.epochs):
        chance = np.random.default_rng([recipe.seed, epoch])
        order = chance.permutation(len(read))
        pools = np.split(order, range(POOL * recipe.texts, len(order), POOL * recipe.texts))
        batches = [
            batch
            for pool in pools
            for batch in np.split(
                pool[np.argsort([len(read[row]) for row in pool], kind="stable")],
                range(recipe.texts, len(pool), recipe.texts),
            )
        ]
        for number, place in enumerate(chance.permutation(len(batches)), start=1):
            rows = batches[place]
            found = [read[row] for row in rows]
            known = np.zeros(recipe.texts, dtype=np.int32)
            known[: len(rows)] = labels[rows]
            there = (np.arange(recipe.texts) < len(rows)).astype(np.float32)
            yield number == len(batches), tokens.block(found, recipe.texts, _room(found)), known, there
