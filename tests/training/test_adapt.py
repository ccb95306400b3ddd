"""The encoder can be taught: the training's numbers are the graph's, and its changes do what they are for."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
from firstcontact.errors import Unavailable
from firstcontact.progress import Lines
from firstcontact.training import adapt, encoder, encoder_graph, low_rank, transformer
from firstcontact.training.encoder_graph import Shape, Weights
from tokenizers import Tokenizer

from infra.local.loader import folder
from infra.local.models.adapt import lessons
from layers.models.sources import ROOT
from tests.fakes.models import HashingEncoder

TEXTS = ("Where is my parcel?", "Standard shipping costs 4.90 EUR and takes 2 to 4 working days.", "hm")
Published = tuple[Weights, Shape, Tokenizer]


@pytest.fixture(scope="module")
def published() -> Published:
    """Two layers of the encoder: enough for every kind of weight."""
    weights, shape, tokenizer = encoder.published(ROOT / ".local" / "build" / "weights")
    tokenizer.no_padding()
    return weights, replace(shape, layers=2), tokenizer


def _changes(weights: Weights, shape: Shape) -> dict[str, low_rank.Array]:
    random = np.random.default_rng(1)
    start = low_rank.none(weights, shape, 4, 0)
    return {
        name: (value + 0.02 * random.standard_normal(value.shape)).astype(np.float32) for name, value in start.items()
    }


def _in_training(published: Published, changes: dict[str, low_rank.Array]) -> npt.NDArray[np.float32]:
    weights, shape, tokenizer = published
    found = [tokenizer.encode(text).ids for text in TEXTS]
    tokens = np.zeros((len(found), 24), dtype=np.int32)
    for row, ids in enumerate(found):
        tokens[row, : len(ids)] = ids
    lengths = np.array([len(ids) for ids in found])
    base = transformer.frozen(weights, exact=True)
    return np.asarray(transformer.encode(base, changes, shape, (tokens, lengths)))


def _in_graph(published: Published, changes: dict[str, low_rank.Array]) -> npt.NDArray[np.float32]:
    weights, shape, tokenizer = published
    graph = encoder_graph.build(low_rank.merge(weights, changes), shape).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    rows = []
    for text in TEXTS:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        rows.append(session.run(["sentence_embedding"], {"input_ids": ids, "attention_mask": ids**0})[0][0])
    return np.stack(rows)


def test_the_training_computes_what_the_graph_computes(published: Published) -> None:
    for changes in (low_rank.none(*published[:2], 4, 0), _changes(*published[:2])):
        assert np.allclose(_in_training(published, changes), _in_graph(published, changes), atol=2e-5)


def test_new_changes_change_nothing_and_others_do(published: Published) -> None:
    weights, shape, _ = published
    unchanged = low_rank.merge(weights, low_rank.none(weights, shape, 4, 0))
    assert all(np.array_equal(unchanged[name], weights[name]) for name in weights)
    changed = low_rank.merge(weights, _changes(weights, shape))
    assert not np.allclose(
        changed["encoder.layer.0.output.dense.weight"], weights["encoder.layer.0.output.dense.weight"]
    )


def test_lessons_bring_questions_nearer_to_their_answers_than_to_others(published: Published) -> None:
    weights, shape, tokenizer = published
    things = ("lamp", "router", "cable", "camera", "tablet", "speaker")
    taught = [
        adapt.Lesson(
            f"what about my {thing}", (f"{thing}: rule {n}",), tuple(f"{t}: rule {n}" for t in things if t != thing)
        )
        for n in range(2)
        for thing in things
    ]
    taught.append(adapt.Lesson("what about the weather", (), tuple(f"{thing}: rule 0" for thing in things)))
    course = adapt.Course(epochs=6, questions=6, tokens=16, rank=4, learning_rate=2e-3)
    said: list[str] = []
    changes = adapt.train(weights, shape, tokenizer, taught, course, Lines(said.append))
    assert said[-1] == "teaching: 12 of 12"
    before, after = (_margin(published, taught, kept) for kept in (low_rank.none(weights, shape, 4, 0), changes))
    assert after > before


def _margin(published: Published, taught: list[adapt.Lesson], changes: dict[str, low_rank.Array]) -> float:
    weights, shape, tokenizer = published
    base = transformer.frozen(weights, exact=True)

    def vectors(texts: list[str]) -> npt.NDArray[np.float32]:
        ids = [tokenizer.encode(text).ids for text in texts]
        tokens = np.array([row + [0] * (16 - len(row)) for row in ids], dtype=np.int32)
        lengths = np.array([len(row) for row in ids])
        return np.asarray(transformer.encode(base, changes, shape, (tokens, lengths)))

    answered = [lesson for lesson in taught if lesson.right]
    questions = vectors([lesson.question for lesson in answered])
    right = vectors([lesson.right[0] for lesson in answered])
    wrong = vectors([lesson.wrong[0] for lesson in answered])
    return float(((questions * right).sum(1) - (questions * wrong).sum(1)).mean())


def test_a_ticket_whose_reply_says_what_an_article_says_is_a_lesson() -> None:
    shop = folder.read(folder.SHOPS / "tidewire")
    found = list(lessons(shop.model_copy(update={"tickets": shop.tickets[:400]}), HashingEncoder()))
    shown = {article.document.title for article in shop.articles}
    assert len(found) >= 200
    assert all(lesson.right and not set(lesson.right) & set(lesson.wrong) for lesson in found)
    assert all(text.split(":")[0] in shown for lesson in found for text in lesson.right)


def test_a_file_that_holds_no_changes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "changes.npz"
    path.write_bytes(b"nothing")
    with pytest.raises(Unavailable, match="holds no changes"):
        low_rank.read(path)
