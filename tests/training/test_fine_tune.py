"""Fine-tuning: it learns, it goes on where it was, and it is left alone where it would not help."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import numpy.typing as npt
import pytest
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.progress import Item, Lines
from firstcontact.training import cross_validation, encoder, fine_tune, tuned_router
from firstcontact.training.checkpoint import Checkpoint
from firstcontact.training.dataset import Data, Example
from firstcontact.training.encoder_graph import Shape, Weights
from firstcontact.training.fine_tune import Recipe
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from layers.models.sources import ROOT

HOME = ROOT / ".local"
QUIET = Lines(lambda _: None)
THINGS = ("lamp", "router", "cable", "camera", "tablet", "speaker", "doorbell", "bulb", "plug", "hub", "switch")
ASKED = {
    "price": ("what does the {} cost", "price of a {}", "how much is one {}"),
    "return": ("I want to send my {} back", "return the {} please", "may I give back the {}"),
    "stock": ("is the {} in stock", "do you still have a {}", "when is the {} available"),
}
EXAMPLES = [
    Example(form.format(thing), intent, 0) for intent, forms in ASKED.items() for form in forms for thing in THINGS
]
RECIPE = Recipe(epochs=2, rank=4, texts=16)
Published = tuple[Weights, Shape, Tokenizer]


@pytest.fixture(scope="module")
def published() -> Published:
    """One layer of the encoder: enough to learn with."""
    weights, shape, tokenizer = encoder.published(encoder.weights_of(HOME))
    return weights, replace(shape, layers=1), tokenizer


def table() -> tuple[list[str], npt.NDArray[np.int64]]:
    intents = sorted(ASKED)
    return [e.text for e in EXAMPLES], np.array([intents.index(e.intent) for e in EXAMPLES])


class StoppedError(Exception):
    """Somebody pulled the plug."""


class Unplugged(Lines):
    """Work that is stopped after so many steps."""

    def __init__(self, steps: int) -> None:
        super().__init__(lambda _: None)
        self.steps, self.done = steps, 0

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterator[Item]:
        for item in items:
            if self.done == self.steps:
                raise StoppedError
            self.done += 1
            yield item


def test_an_interrupted_training_goes_on_and_ends_with_the_same_numbers(published: Published, tmp_path: Path) -> None:
    texts, labels = table()
    whole = fine_tune.train(published, texts, labels, RECIPE, tmp_path / "whole", QUIET)
    with pytest.raises(StoppedError):
        fine_tune.train(published, texts, labels, RECIPE, tmp_path / "cut", Unplugged(9))
    rest = Unplugged(99)
    resumed = fine_tune.train(published, texts, labels, RECIPE, tmp_path / "cut", rest)
    assert rest.done == 7  # 14 steps in all; the first epoch's 7 were kept
    for name, change in whole.changes.items():
        assert np.allclose(change, resumed.changes[name], atol=1e-6), name
    assert np.allclose(whole.directions, resumed.directions, atol=1e-6)


def test_a_broken_checkpoint_is_begun_anew(tmp_path: Path) -> None:
    point = Checkpoint(tmp_path, "name")
    state = {"a": jax.numpy.arange(3.0)}
    point.write(2, state)
    assert point.read({"a": jax.numpy.zeros(3)})[0] == 2
    (tmp_path / "name.npz").write_bytes(b"PK half a file")
    epochs, kept = point.read(state)
    assert (epochs, kept) == (0, state)


def test_a_checkpoint_of_other_data_or_another_recipe_is_not_gone_on_with(tmp_path: Path) -> None:
    Checkpoint(tmp_path, "one").write(2, {"a": jax.numpy.ones(3)})
    assert Checkpoint(tmp_path, "other").read({"a": jax.numpy.zeros(3)})[0] == 0


def test_every_seed_is_reported_and_the_router_that_ships_knows_its_intents(tmp_path: Path) -> None:
    tuning = tuned_router.Tuning(HOME, layers=2, seeds=2, recipe=RECIPE)
    said: list[str] = []
    data = Data(EXAMPLES, ("who won the match",))
    card = tuned_router.train(data, tuning, tmp_path / "m", Lines(said.append))
    assert card["layers"] == 2
    assert [line for line in said if line.startswith("seed ")]
    if "seeds" in card["training"]:
        assert len(card["training"]["seeds"]) == 2
    else:
        assert any("did not help" in line for line in said)
    assert OnnxIntentModel(tmp_path / "m").predict("how much does the doorbell cost").top[0][0] == "price"
    assert not (tmp_path / "m" / ".tuning").exists()


def test_too_few_examples_leave_the_encoder_as_it_is(tmp_path: Path) -> None:
    few = [example for example in EXAMPLES if any(thing in example.text for thing in THINGS[:3])]
    said: list[str] = []
    card = tuned_router.train(Data(few), tuned_router.Tuning(HOME, layers=2), tmp_path / "m", Lines(said.append))
    assert "strength" in card["training"]
    assert any(line.startswith("warning: 9 examples per intent are too few") for line in said)


@given(st.lists(st.integers(0, 5), min_size=2, max_size=400))
def test_what_is_held_out_leaves_every_intent_something_to_learn_from(given_labels: list[int]) -> None:
    labels = np.array(given_labels, dtype=np.int64)
    rows, held = cross_validation.hold_out(labels)
    assert sorted([*rows, *held]) == list(range(len(labels)))
    assert set(labels[rows]) == set(given_labels)
