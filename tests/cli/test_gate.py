"""``firstcontact gate`` as scripts use it."""

import json
from pathlib import Path
from typing import Any

import pytest
from firstcontact.cli import gate
from firstcontact.cli.main import main
from firstcontact.gate.calibration import Calibration

from tests.fakes.models import HashingEncoder

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_encoder", HashingEncoder)


def labelled(at: int) -> dict[str, Any]:
    days = at % 7 + 2
    said = days if at % 2 else days + 20
    return {
        "question": f"How long does parcel service {at // 2} take?",
        "passages": [f"Parcel service {at // 2} takes {days} days to arrive."],
        "reply": f"Parcel service {at // 2} takes {said} days to arrive.",
        "correct": bool(at % 2),
    }


@pytest.fixture
def fitted(tmp_path: Path) -> Path:
    lines = [json.dumps(labelled(at)) for at in range(240)]
    (tmp_path / "data.jsonl").write_text("\n".join(lines))
    assert (
        main(["gate", "calibrate", "--data", str(tmp_path / "data.jsonl"), "--out", str(tmp_path / "gate.json")]) == 0
    )
    return tmp_path / "gate.json"


def score(gate_file: Path, *records: object) -> tuple[int, list[dict[str, Any]]]:
    source, target = gate_file.with_name("in.jsonl"), gate_file.with_name("out.jsonl")
    source.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records))
    code = main(["gate", "score", "--gate", str(gate_file), "--in", str(source), "--out", str(target)])
    return code, [json.loads(line) for line in target.read_text().splitlines()]


def test_calibrating_states_the_promise_it_was_tested_for(fitted: Path) -> None:
    made = Calibration.model_validate_json(fitted.read_text())
    assert made.threshold is not None
    assert made.threshold >= 0.85
    assert made.guarantee.lower_bound >= 0.85


def test_a_right_reply_goes_out_and_a_wrong_one_waits(fitted: Path) -> None:
    code, (right, wrong) = score(fitted, {"id": "r", **labelled(401)}, {"id": "w", **labelled(400)})
    assert code == 0
    assert set(right) == {"id", "confidence", "release", "reasons"}
    assert (right["id"], right["release"], right["reasons"]) == ("r", True, [])
    assert (wrong["id"], wrong["release"]) == ("w", False)
    assert wrong["reasons"]


def test_a_reply_without_passages_or_without_an_answer_waits(fitted: Path) -> None:
    _, results = score(fitted, {**labelled(401), "passages": []}, {**labelled(401), "reply": "I do not know that."})
    assert [result["release"] for result in results] == [False, False]


def test_earlier_turns_may_be_texts_or_roles(fitted: Path) -> None:
    turns = ["How long does parcel service 9 take?", "It takes 4 days."]
    roles = [{"role": "customer", "text": turns[0]}, {"role": "assistant", "text": turns[1]}]
    code, results = score(fitted, {**labelled(401), "conversation": turns}, {**labelled(401), "conversation": roles})
    assert code == 0
    assert results[0]["confidence"] == results[1]["confidence"]


def test_bad_lines_are_answered_in_place(fitted: Path) -> None:
    broken = {"id": 5, "question": "x", "passages": "not a list", "reply": "y"}
    code, results = score(fitted, "junk", {"id": 4, "question": "x"}, broken, labelled(401))
    assert code == 1
    assert [result["id"] for result in results] == [1, 4, 5, 4]
    assert ["error" in result for result in results] == [True, True, True, False]


def test_a_label_that_is_no_boolean_is_left_out_and_said(tmp_path: Path, capsys: Captured) -> None:
    lines = [
        json.dumps({**labelled(at), "correct": "yes" if at == 0 else labelled(at)["correct"]}) for at in range(120)
    ]
    (tmp_path / "data.jsonl").write_text("\n".join(lines))
    assert main(["gate", "calibrate", "--data", str(tmp_path / "data.jsonl"), "--out", str(tmp_path / "g.json")]) == 1
    assert "line 1 skipped: correct" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, "{}", "not json"])
def test_a_gate_that_cannot_be_read_is_one_line_and_exit_2(
    tmp_path: Path, capsys: Captured, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "gate.json").write_text(content)
    assert main(["gate", "score", "--gate", str(tmp_path / "gate.json"), "--in", "/dev/null"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_too_little_data_is_one_line_and_exit_2(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "data.jsonl").write_text(json.dumps(labelled(1)))
    assert main(["gate", "calibrate", "--data", str(tmp_path / "data.jsonl"), "--out", str(tmp_path / "g.json")]) == 2
    assert "too little to calibrate on" in capsys.readouterr().err
