"""Trains low-rank changes to the encoder with a contrastive loss, so that questions lie close to their answers.

The softmax term (van den Oord et al. 2018) pulls each question towards a text that answers it, and away from its hard
negatives and the texts of the other questions in the batch. A sigmoid term (SigLIP, Zhai et al. 2023) also learns how
close is close enough, so that a question without an answer ends up far from every text.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from tokenizers import Tokenizer

from firstcontact.progress import Progress
from firstcontact.training import low_rank, tokens, transformer
from firstcontact.training.encoder_graph import Shape, Weights
from firstcontact.training.low_rank import Array

HARDEST = 12  # negatives are drawn from this many of a lesson's hardest wrong texts
SCALE, BIAS = 20.0, -10.0  # initial scale of the cosine similarity, and its offset in the sigmoid; both are trained
SIGMOID = 0.3


@dataclass(frozen=True)
class Lesson:
    """A question, the texts that each answer it (empty if none does), and texts that do not, hardest first."""

    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """Training settings, chosen on the demo's questions whose split is "fit"."""

    epochs: int = 4
    questions: int = 20
    wrong: int = 2
    rank: int = 16
    tokens: int = 48
    learning_rate: float = 5e-4
    seed: int = 0


def train(
    weights: Weights,
    shape: Shape,
    tokenizer: Tokenizer,
    lessons: Sequence[Lesson],
    course: Course,
    tell: Progress,
) -> dict[str, Array]:
    """Train and return the changes; deterministic for the same lessons, course and machine."""
    steps = course.epochs * (len(lessons) // course.questions)
    tokenizer.no_padding()
    tokenizer.enable_truncation(course.tokens)
    base = transformer.frozen(weights)
    learned: Any = {
        "changes": jax.tree.map(jnp.asarray, low_rank.none(weights, shape, course.rank, course.seed)),
        "scale": jnp.log(SCALE),
        "bias": jnp.asarray(BIAS),
    }
    rate = optax.schedules.warmup_cosine_decay_schedule(0.0, course.learning_rate, steps // 10, steps)
    optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01))
    state = optimizer.init(learned)
    keys = jax.random.key(course.seed)

    def loss(learned: Any, base: Any, asked: Any, shown: Any, answered: Any, own: Any, wrong: Any, key: Any) -> Any:
        first, second = jax.random.split(key)
        questions = transformer.encode(base, learned["changes"], shape, asked, first)
        texts = transformer.encode(base, learned["changes"], shape, shown, second)
        likeness = questions @ texts.T * jnp.exp(learned["scale"])
        right = jnp.take_along_axis(likeness, own[:, None], 1)
        rivals = jnp.where(wrong, likeness, transformer.MASKED)
        contrast = jax.nn.logsumexp(jnp.concatenate([right, rivals], 1), 1) - right[:, 0]
        near = jax.nn.softplus(-(right[:, 0] + learned["bias"])) * answered
        far = (jax.nn.softplus(likeness + learned["bias"]) * wrong).sum(1)
        return ((contrast * answered).sum() + SIGMOID * (near + far).sum()) / answered.sum()

    def step(learned: Any, state: Any, base: Any, *batch: Any) -> tuple[Any, Any]:
        updates, state = optimizer.update(jax.grad(loss)(learned, base, *batch), state, learned)
        return optax.apply_updates(learned, updates), state

    compiled = jax.jit(step)
    watched = tell.track(_batches(lessons, course, tokenizer, steps), "teaching", steps)
    for number, batch in enumerate(watched, start=1):
        learned, state = compiled(learned, state, base, *batch, jax.random.fold_in(keys, number))
    return {name: np.asarray(change) for name, change in learned["changes"].items()}


def _batches(
    lessons: Sequence[Lesson], course: Course, tokenizer: Tokenizer, steps: int
) -> Iterator[tuple[Any, ...]]:
    drawing = random.Random(course.seed)  # noqa: S311 - shuffles lessons, not for security
    made = 0
    while made < steps:
        order = drawing.sample(lessons, len(lessons))
        for start in range(0, len(order) - course.questions + 1, course.questions):
            batch = order[start : start + course.questions]
            if made < steps and any(lesson.right for lesson in batch):
                made += 1
                yield _batch(batch, course, tokenizer, drawing)


def _batch(
    lessons: Sequence[Lesson], course: Course, tokenizer: Tokenizer, drawing: random.Random
) -> tuple[Any, ...]:
    """One padded batch of questions and texts.

    Returns the token ids of the questions and of the texts, which questions have an answer, each answer's position
    among the texts, and the mask of the texts that are wrong for each question.
    """
    texts, own = list[str](), list[int]()
    for lesson in lessons:
        own.append(len(texts))
        right = [drawing.choice(lesson.right)] if lesson.right else []
        pool = lesson.wrong[:HARDEST]
        texts += [*right, *drawing.sample(pool, min(course.wrong + 1 - len(right), len(pool)))]
    wrong = np.array([[text not in lesson.right for text in texts] for lesson in lessons])
    room = course.questions * (course.wrong + 1)
    return (
        _block([lesson.question for lesson in lessons], course.questions, course, tokenizer),
        _block(texts, room, course, tokenizer),
        np.array([float(bool(lesson.right)) for lesson in lessons], dtype=np.float32),
        np.array(own, dtype=np.int32),
        np.pad(wrong, ((0, 0), (0, room - len(texts)))),
    )


def _block(texts: Sequence[str], rows: int, course: Course, tokenizer: Tokenizer) -> tokens.Block:
    """Pad to a fixed shape, so that the training step is compiled only once."""
    return tokens.block([found.ids for found in tokenizer.encode_batch(list(texts))], rows, course.tokens)
