"""``firstcontact router`` as scripts use it."""

import json
import sys
from pathlib import Path

import pytest
from firstcontact.cli.main import main

from tests import built

TABLE = """text,intent
where is my parcel,track
track my order,track
has my order shipped,track
I want my money back,refund
refund me please,refund
please refund my order,refund
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(TABLE)
    return path


def train(table: Path, out: Path, *more: str) -> int:
    encoder = str(built.models() / "encoder")
    return main(["router", "train", "--data", str(table), "--out", str(out), "--encoder", encoder, *more])


@pytest.fixture
def model(table: Path, tmp_path: Path) -> Path:
    assert train(table, tmp_path / "model") == 0
    return tmp_path / "model"


def predict(model: Path, tmp_path: Path, lines: str) -> tuple[int, list[dict[str, object]]]:
    (tmp_path / "in.jsonl").write_text(lines)
    target = tmp_path / "out.jsonl"
    code = main(
        ["router", "predict", "--model", str(model), "--in", str(tmp_path / "in.jsonl"), "--out", str(target)]
    )
    return code, [json.loads(line) for line in target.read_text().splitlines()]


def test_each_line_gets_its_prediction_under_its_id(model: Path, tmp_path: Path) -> None:
    code, said = predict(model, tmp_path, '{"id": "x", "text": "track my parcel"}\n{"text": "money back"}\n')
    assert code == 0
    assert [line["id"] for line in said] == ["x", 2]
    assert list(said[0]) == ["id", "intent", "confidence", "in_scope", "oos_score", "top"]


def test_a_bad_line_gets_an_error_and_the_rest_goes_on(model: Path, tmp_path: Path) -> None:
    lines = '{"id": 7, "text": ""}\nnot json\n{"id": [1]}\n{"text": 5}\n{"id": "ok", "text": "refund"}\n'
    code, said = predict(model, tmp_path, lines)
    assert code == 1
    assert [line["id"] for line in said] == [7, 2, [1], 4, "ok"]
    assert ["error" in line for line in said] == [True, True, True, True, False]


def test_training_warns_of_lines_and_goes_on(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(TABLE + "reset my password,login\ntrack my order,refund\n")
    (tmp_path / "oos.csv").write_text("text\nwho won the match\n")
    assert train(table, tmp_path / "m", "--oos", str(tmp_path / "oos.csv"), "--validation", str(table)) == 0
    said = capsys.readouterr()
    assert "the intent 'login' has one example: line 8" in said.err
    assert "lines 3, 9" in said.err
    assert json.loads(said.out)["validation"]["split"] == "a file"


def test_an_evaluation_counts_unknown_intents_as_out_of_scope(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "eval.csv"
    data.write_text("text,intent\nwhere is my order,track\nrefund this,refund\nhow tall is a giraffe,\n")
    capsys.readouterr()
    assert main(["router", "eval", "--model", str(model), "--data", str(data)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["in_scope"], report["out_of_scope"], report["accuracy"]) == (2, 1, 1.0)
    assert {"oos_recall", "auroc", "ece", "p50_ms", "p99_ms"} <= report.keys()


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "--data", "nowhere.csv", "--out", "model"],
        ["predict", "--model", "nowhere"],
        ["eval", "--model", "nowhere", "--data", "nowhere.csv"],
    ],
)
def test_a_missing_file_is_one_line_and_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["router", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_missing_training_extra_is_one_line_and_exit_2(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("firstcontact.training")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    assert main(["router", "train", "--data", str(table), "--out", str(tmp_path / "m")]) == 2
    said = capsys.readouterr().err
    assert "firstcontact[train]" in said
    assert len(said.splitlines()) == 1
