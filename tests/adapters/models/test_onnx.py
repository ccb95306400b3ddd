"""The models' adapter: one text at a time, verified before it runs, refusing what it cannot read."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from firstcontact.adapters.models.onnx import OnnxEncoder, OnnxIntentModel
from firstcontact.errors import Invalid, Unavailable

from tests import built

BROKEN = ("card.json", "router.onnx", "router.bin", "tokenizer.json")


@pytest.fixture(scope="session")
def models() -> Path:
    return built.models()


@pytest.fixture(scope="session")
def encoder(models: Path) -> OnnxEncoder:
    return OnnxEncoder(models / "encoder")


@pytest.fixture(scope="session")
def router(models: Path) -> OnnxIntentModel:
    return OnnxIntentModel(models / "router")


@pytest.fixture
def copy(models: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(models / "router", tmp_path / "router"))


def test_vectors_are_unit_rows_of_float32(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode(["where is my parcel", "", "a" * 100_000])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_make_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_a_text_has_the_same_vector_in_any_company(encoder: OnnxEncoder) -> None:
    together = encoder.encode(["how do I pay", "a much longer text about parcels that are late"])
    assert np.array_equal(together[:1], encoder.encode(["how do I pay"]))


def test_likeness_follows_meaning(encoder: OnnxEncoder) -> None:
    question, same, other = encoder.encode(["where is my package", "where can I find my parcel", "I like pizza"])
    assert question @ same > question @ other + 0.2


def test_a_question_lies_nearer_to_its_answer_than_to_a_statement_of_the_same_thing(encoder: OnnxEncoder) -> None:
    question, answer, beside = encoder.encode(
        [
            "how long may I keep it before I send it back",
            "Return a product: You can return a product within 30 days of delivery.",
            "Return a product: A return label is free within the European Union.",
        ]
    )
    assert question @ answer > question @ beside


def test_a_text_seen_before_is_not_run_again(encoder: OnnxEncoder) -> None:
    started = encoder._model._remembered.cache_info().hits
    first, again = encoder.encode(["a text that comes twice", "a text that comes twice"])
    assert np.array_equal(first, again)
    assert encoder._model._remembered.cache_info().hits > started


def test_the_top_intents_descend_and_the_first_gives_the_confidence(router: OnnxIntentModel) -> None:
    said = router.predict("where is my order 1042")
    shares = [share for _, share in said.top]
    assert said.intent == said.top[0][0] == "order_status"
    assert said.confidence == shares[0]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1 + 1e-4


def test_out_of_scope_has_no_intent_but_keeps_its_guesses(router: OnnxIntentModel) -> None:
    said = router.predict("what is the capital of Mongolia")
    assert (said.intent, said.in_scope) == (None, False)
    assert said.top
    assert said.oos_score > router.predict("please track my parcel").oos_score


@pytest.mark.parametrize("text", ["", " \n\t", "\ud800 order"])
def test_nothing_readable_is_invalid(router: OnnxIntentModel, text: str) -> None:
    with pytest.raises(Invalid):
        router.predict(text)


@pytest.mark.parametrize(
    "text", ["a", "\u200b", "\U0001f355" * 3000, "refund " * 50_000, "\x00", "\u0e2a\u0e27\u0e31"]
)
def test_any_other_text_gets_a_prediction(router: OnnxIntentModel, text: str) -> None:
    said = router.predict(text)
    assert 0 <= said.confidence <= 1


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_was_changed_is_not_run(copy: Path, name: str) -> None:
    path = copy / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(Unavailable) as caught:
        OnnxIntentModel(copy)
    assert caught.value.code == "model_broken"


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_missing_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(Unavailable, match=name):
        OnnxIntentModel(copy)


def test_a_card_of_another_format_is_refused(copy: Path) -> None:
    card = json.loads((copy / "card.json").read_text())
    (copy / "card.json").write_text(json.dumps({**card, "format": 99}))
    with pytest.raises(Unavailable, match="another format"):
        OnnxIntentModel(copy)


def test_an_encoder_is_no_router(models: Path) -> None:
    with pytest.raises(Unavailable, match="not a router"):
        OnnxIntentModel(models / "encoder")


def test_the_adapter_imports_its_runtime_only_when_used_and_training_never(models: Path) -> None:
    program = (
        "import sys, pathlib; from firstcontact.adapters.models.onnx import OnnxIntentModel\n"
        "assert not {'onnxruntime', 'numpy', 'tokenizers'} & set(sys.modules)\n"
        "OnnxIntentModel(pathlib.Path(sys.argv[1])).predict('hello')\n"
        "assert not {'sklearn', 'onnx', 'scipy', 'safetensors', 'firstcontact.training'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(models / "router")], check=True)
