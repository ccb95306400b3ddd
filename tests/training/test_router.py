"""Training on small and untidy data, and the mathematics under it."""

import json
from pathlib import Path

import numpy as np
import pytest
from firstcontact.adapters.models.onnx import OnnxIntentModel
from firstcontact.errors import Invalid
from firstcontact.progress import Lines
from firstcontact.training import artifact, cross_validation, dataset, features, head, label_names, metrics, router
from firstcontact.training import out_of_scope as scope
from firstcontact.training.dataset import Data, Example
from firstcontact.training.head import KernelHead
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import built

TEXTS = {
    "track": ["where is my parcel", "track my order", "has it shipped yet", "when will it arrive"],
    "refund": ["I want my money back", "refund me please", "pay me back", "return the money"],
    "login": ["I forgot my password"],
}
EXAMPLES = [Example(text, intent, 0) for intent, texts in TEXTS.items() for text in texts]


QUIET = Lines(lambda _: None)


def test_a_router_learns_from_a_handful_and_an_intent_with_one_example(tmp_path: Path) -> None:
    card = router.train(Data(EXAMPLES), built.models() / "encoder", tmp_path / "out", QUIET)
    model = OnnxIntentModel(tmp_path / "out")
    assert card["scope"]["false_reject_rate"] is None
    assert model.predict("where is the parcel I ordered").top[0][0] == "track"
    assert model.predict("password forgotten").top[0][0] == "login"


def test_two_intents_are_enough_and_one_is_not(tmp_path: Path) -> None:
    two = [example for example in EXAMPLES if example.intent != "login"]
    router.train(Data(two), built.models() / "encoder", tmp_path / "two", QUIET)
    assert OnnxIntentModel(tmp_path / "two").predict("give me a refund").top[0][0] == "refund"
    with pytest.raises(Invalid):
        router.train(Data(two[:4]), built.models() / "encoder", tmp_path / "one", QUIET)


def test_training_twice_gives_the_same_artifact(tmp_path: Path) -> None:
    for name in ("a", "b"):
        router.train(Data(EXAMPLES), built.models() / "encoder", tmp_path / name, QUIET)
    for name in ("router.onnx", "router.bin"):
        assert artifact.digest(tmp_path / "a" / name) == artifact.digest(tmp_path / "b" / name)


def test_whoever_may_read_the_graph_may_read_its_weights(tmp_path: Path) -> None:
    router.train(Data(EXAMPLES), built.models() / "encoder", tmp_path, QUIET)
    assert (tmp_path / "router.bin").stat().st_mode == (tmp_path / "router.onnx").stat().st_mode


def test_the_graph_says_what_the_head_says(tmp_path: Path) -> None:
    encoder = built.models() / "encoder"
    card = router.train(Data(EXAMPLES), encoder, tmp_path / "out", QUIET)
    place = {intent: number for number, intent in enumerate(card["intents"])}
    texts = [example.text for example in EXAMPLES]
    shares = card["training"]["shares"]
    rows = features.of([*texts, *card["intents"]], encoder, shares, QUIET)
    labels = np.array([place[name] for name in (*(example.intent for example in EXAMPLES), *card["intents"])])
    fitted = head.fit(rows, labels, len(place), head.Settings(shares, card["training"]["strength"]))
    text = "could you refund my speaker"
    row = features.of([text], encoder, shares, QUIET)
    said = OnnxIntentModel(tmp_path / "out").predict(text)
    assert said.confidence == pytest.approx(metrics.softmax(fitted.logits(row), card["temperature"]).max(), abs=1e-3)
    assert said.oos_score == pytest.approx(fitted.distance(row)[0], abs=1e-3)


def test_without_a_policy_an_intent_goes_to_a_person(tmp_path: Path) -> None:
    router.train(Data(EXAMPLES), built.models() / "encoder", tmp_path / "out", QUIET)
    policy = json.loads((tmp_path / "out" / "policy.json").read_text())
    assert {intent["destination"] for intent in policy["intents"].values()} == {"person"}


def test_files_that_are_not_its_own_survive_training(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("keep me")
    router.train(Data(EXAMPLES), built.models() / "encoder", tmp_path, QUIET)
    assert (tmp_path / "notes.txt").read_text() == "keep me"
    assert not list(tmp_path.glob(".unfinished-*"))


def test_a_failure_halfway_leaves_the_old_artifact_whole(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text("old")

    def fail_halfway() -> None:
        with artifact.fresh(tmp_path) as folder:
            (folder / "card.json").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]
    assert (tmp_path / "card.json").read_text() == "old"


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=80))
def test_every_row_is_held_out_once_and_an_only_example_never(given_labels: list[int]) -> None:
    labels = np.array(given_labels, dtype=np.int64)
    held = [row for _, part in cross_validation.folds(labels) for row in part]
    alone = {row for row, label in enumerate(given_labels) if given_labels.count(label) == 1}
    assert sorted(held) == sorted(set(range(len(labels))) - alone)
    for rows, part in cross_validation.folds(labels):
        assert not set(rows) & set(part)
        assert set(labels[rows]) == set(given_labels)


def test_an_only_example_is_held_out_where_its_intents_name_stays() -> None:
    labels = np.array([0, 0, 0, 1, 0, 1], dtype=np.int64)
    splits = cross_validation.folds(labels, names=2)
    assert sorted(row for _, held in splits for row in held) == [0, 1, 2, 3]
    assert all({4, 5} <= set(rows) for rows, _ in splits)


@pytest.mark.parametrize("name", ["card_arrival", "cardArrival", "card-arrival", "Card arrival", "card.arrival?"])
def test_a_name_is_read_as_the_words_it_is_made_of(name: str) -> None:
    assert label_names.words(name) == "card arrival"


def test_names_that_say_what_their_intents_are_about_are_learned_from_and_codes_are_not(tmp_path: Path) -> None:
    encoder = built.models() / "encoder"
    codes = dict(zip(TEXTS, ("faq_1", "faq_2", "faq_3"), strict=True))
    coded = [Example(one.text, codes[one.intent], 0) for one in EXAMPLES]
    assert router.train(Data(EXAMPLES), encoder, tmp_path / "words", QUIET)["training"]["names"]
    assert not router.train(Data(coded), encoder, tmp_path / "codes", QUIET)["training"]["names"]


def test_a_threshold_turns_away_the_stated_share_of_every_intent_alike() -> None:
    labels = np.array([0] * 90 + [1] * 10)
    distances = np.concatenate([np.linspace(0, 1, 90), np.linspace(1, 2, 10)])
    judged = cross_validation.Judged(np.zeros((100, 2)), distances, labels)
    fitted = KernelHead(np.empty((0, 4)), np.empty((0, 2)), np.zeros(2), {})
    found = scope.bound(judged, fitted, np.empty((0, 4)), "distance", stated=0.1)
    cut = distances > (found.threshold - found.scale.offset) / found.scale.distance
    shares = [cut[labels == intent].mean() for intent in (0, 1)]
    assert np.mean(shares) == pytest.approx(0.1, abs=0.06)


def test_auroc_counts_pairs_and_half_of_ties() -> None:
    assert metrics.auroc(np.array([0.0, 1.0]), np.array([1.0, 2.0])) == pytest.approx(3.5 / 4)


def test_a_sure_model_that_is_half_right_is_badly_calibrated() -> None:
    assert metrics.calibration_error(np.array([1.0, 1.0]), np.array([True, False])) == pytest.approx(0.5)


def test_doubts_name_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(f'text,intent,by\n"a\nb",one\nhello,two\nHello ,one\n,three\n\U0001f62d,one\n{"a " * 600},one\n')
    examples, warnings = dataset.read(path)
    assert [example.line for example in examples] == [2, 4, 5, 7, 8]
    assert warnings == ["data.csv: left out, text or intent is empty: line 6", "data.csv: columns not used: by"]
    assert dataset.doubts(examples) == [
        "the intent 'two' has one example: line 4",
        "'hello' stands under one and two: lines 4, 5",
        "without a word: line 7",
        "longer than 1000 characters, of which only the beginning is read: line 8",
    ]


@pytest.mark.parametrize("content", [b"", b"text\nhello\n", b"text,intent\n\xff,a\n", b'text,intent\n"open,a\n'])
def test_a_table_that_cannot_be_read_is_refused_with_its_path(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=r"data\.csv"):
        dataset.read(path)
