"""``firstcontact knowledge`` as scripts use it."""

import json
from pathlib import Path
from typing import Any

import pytest
from firstcontact.cli import knowledge
from firstcontact.cli.main import main

from tests.fake_models import HashingEncoder

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge, "_encoder", HashingEncoder)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "refunds.md").write_text("# Refunds\n\nRefunds are paid within 5 working days.")
    (articles / "routers.html").write_text("<h1>Routers</h1><p>The router blinks amber.</p>")
    (articles / "hours.txt").write_text("We are open on Saturdays.")
    assert main(["knowledge", "ingest", str(articles), "--index", "shop", "--home", str(tmp_path)]) == 0
    return tmp_path


def search(home: Path, lines: str, *options: str) -> tuple[int, list[dict[str, Any]]]:
    (home / "in.jsonl").write_text(lines)
    given = ["--index", "shop", "--home", str(home), "--in", str(home / "in.jsonl"), "--out", str(home / "out.jsonl")]
    code = main(["knowledge", "search", *given, *options])
    return code, [json.loads(line) for line in (home / "out.jsonl").read_text().splitlines()]


def test_markdown_pages_and_texts_are_found(home: Path) -> None:
    code, found = search(home, '{"id": "q", "query": "refunds paid"}\n{"query": "open Saturdays"}\n', "--k", "1")
    assert code == 0
    assert [(row["id"], row["hits"][0]["document_id"]) for row in found] == [("q", "refunds"), (2, "hours")]
    assert set(found[0]["hits"][0]) == {"document_id", "score", "text", "title", "url"}


def test_k_counts_documents(home: Path) -> None:
    _, found = search(home, '{"query": "refunds router open"}\n', "--k", "2")
    assert len({hit["document_id"] for hit in found[0]["hits"]}) == 2


def test_bad_lines_are_answered_in_place_and_the_run_goes_on(home: Path) -> None:
    long = json.dumps({"id": "long", "query": "x" * 8193})
    code, found = search(home, f'junk\n{{"id": 7}}\n{long}\n{{"id": null, "query": "refunds"}}\n')
    assert code == 1
    assert [row["id"] for row in found] == [1, 7, "long", None]
    assert ["error" in row for row in found] == [True, True, True, False]


def test_a_query_of_exactly_8_kib_is_searched_for(home: Path) -> None:
    code, _ = search(home, json.dumps({"query": "x" * 8192}) + "\n")
    assert code == 0


def test_a_bad_document_is_named_and_the_others_go_in(home: Path, capsys: Captured) -> None:
    (home / "t.jsonl").write_text('{"id": "good", "text": "Fine."}\n{"id": "bad"}\n')
    assert main(["knowledge", "ingest", str(home / "t.jsonl"), "--index", "more", "--home", str(home)]) == 1
    last = [json.loads(line) for line in capsys.readouterr().out.splitlines()][-2:]
    assert (last[0]["id"], last[1]["documents"]) == ("bad", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest", "nowhere.md", "--index", "shop"], "no such file"),
        (["search", "--index", "unknown"], "there is no index"),
        (["search", "--index", "../escape"], "no index name"),
        (["search", "--index", "shop", "--backend", "opensearch"], "not there yet"),
        (["drop", "--index", "unknown"], "there is no index"),
    ],
)
def test_what_cannot_run_is_one_line_and_exit_2(
    home: Path, capsys: Captured, arguments: list[str], said: str
) -> None:
    capsys.readouterr()
    assert main(["knowledge", *arguments, "--home", str(home)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_a_pdf_is_refused_and_makes_no_index(home: Path, capsys: Captured) -> None:
    (home / "manual.pdf").write_bytes(b"%PDF")
    assert main(["knowledge", "ingest", str(home / "manual.pdf"), "--index", "pdf", "--home", str(home)]) == 2
    assert "PDF files cannot be read yet" in capsys.readouterr().err
    assert not (home / "knowledge" / "pdf.db").exists()


def test_a_dropped_index_is_gone(home: Path) -> None:
    assert main(["knowledge", "drop", "--index", "shop", "--home", str(home)]) == 0
    assert list((home / "knowledge").iterdir()) == []
