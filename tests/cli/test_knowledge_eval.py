"""``firstcontact knowledge eval`` as CI uses it."""

import json
from pathlib import Path

import pytest
from firstcontact.cli import knowledge
from firstcontact.cli.main import main

from tests.fakes.models import HashingEncoder

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge, "_encoder", HashingEncoder)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "refunds.md").write_text("# Refunds\n\nRefunds are paid within 5 working days.")
    (folder / "routers.txt").write_text("The router blinks amber.")
    (folder / "questions.jsonl").write_text(
        '{"query": "when are refunds paid", "documents": ["refunds"]}\n'
        '{"query": "why does the router blink amber", "documents": ["routers"]}\n'
        '{"query": "nobody knows", "documents": []}\n'
    )
    return folder


def test_a_table_shows_the_search_beside_words_and_meaning_alone(shop: Path, capsys: Captured) -> None:
    assert main(["knowledge", "eval", str(shop)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["ndcg@10", "recall@10", "mrr"]
    assert [row[:2] for row in rows[1:]] == [["shop", system] for system in ("words", "meaning", "together")]
    assert rows[3][2:] == ["1.0000", "±0.0000"] * 3


def test_quality_below_the_baseline_ends_with_1(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    baseline = tmp_path / "baseline.json"
    assert main(["knowledge", "eval", str(shop), "--save", str(baseline)]) == 0
    assert main(["knowledge", "eval", str(shop), "--baseline", str(baseline)]) == 0
    (shop / "questions.jsonl").write_text('{"query": "when are refunds paid", "documents": ["routers"]}\n')
    assert main(["knowledge", "eval", str(shop), "--baseline", str(baseline)]) == 1
    assert "worse than the baseline: shop: mrr" in capsys.readouterr().err
    assert json.loads(baseline.read_text())["shop"]["mrr"] == 1.0


def test_a_set_that_the_baseline_does_not_name_ends_with_1(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    baseline = tmp_path / "baseline.json"
    assert main(["knowledge", "eval", str(shop), "--save", str(baseline)]) == 0
    renamed = str(shop.rename(tmp_path / "store"))
    assert main(["knowledge", "eval", renamed, "--baseline", str(baseline)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert "not in the baseline: store (add it with --save, or restore its folder's old name)" in told
    assert "not measured: shop, which is in the baseline" in told


def test_what_was_not_measured_is_only_noted(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({name: {"mrr": 1.0} for name in ("shop", "gone")}))
    assert main(["knowledge", "eval", str(shop), "--baseline", str(baseline)]) == 0
    assert "not measured: gone, which is in the baseline" in capsys.readouterr().err


def test_two_sets_of_one_name_are_refused(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    other = tmp_path / "other" / shop.name
    assert main(["knowledge", "eval", str(shop), str(other)]) == 2
    assert f"{shop} and {other} have the same name" in capsys.readouterr().err


def test_a_set_is_called_as_its_folder_however_it_is_named(
    shop: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    assert main(["knowledge", "eval", "."]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[0] == shop.name


def test_a_set_holds_the_files_that_an_ingest_would_read(shop: Path, capsys: Captured) -> None:
    (shop / "routers.txt").rename(shop / "routers.TXT")
    (shop / ".hidden.md").write_text("The router blinks amber.")
    (shop / ".drafts").mkdir()
    (shop / ".drafts" / "broken.pdf").write_bytes(b"%PDF broken")
    assert main(["knowledge", "eval", str(shop)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[2:] == ["1.0000", "±0.0000"] * 3


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ('{"query": "refunds"}\n', "line 1: query and documents are needed"),
        ("not json\n", "line 1"),
        ('{"query": "x", "documents": []}\n', "has no question with documents to find"),
    ],
)
def test_questions_that_cannot_be_used_are_named(shop: Path, questions: str, said: str, capsys: Captured) -> None:
    (shop / "questions.jsonl").write_text(questions)
    assert main(["knowledge", "eval", str(shop)]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_or_a_baseline_that_is_not_there_is_one_line(shop: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["knowledge", "eval", str(tmp_path / "none")]) == 2
    assert main(["knowledge", "eval", str(shop), "--baseline", str(tmp_path / "none.json")]) == 2
    assert "create one with --save" in capsys.readouterr().err
    assert main(["knowledge", "eval", str(shop), "--save", str(tmp_path / "none" / "new.json")]) == 2
    assert "cannot write" in capsys.readouterr().err
