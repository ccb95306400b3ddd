"""``firstcontact knowledge`` as scripts use it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from firstcontact.cli import knowledge
from firstcontact.cli.knowledge import ingest
from firstcontact.cli.main import main

from tests.fakes.models import FakeLanguages, HashingEncoder

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge, "_encoder", HashingEncoder)
    monkeypatch.setattr(ingest, "_languages", FakeLanguages)


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
    assert set(found[0]["hits"][0]) == {"document_id", "score", "text", "title", "url", "updated_at"}


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
        (["search", "--index", "../escape"], "not an index name"),
        (["search", "--index", "shop", "--backend", "opensearch"], "OPENSEARCH_URL is not set"),
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


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("localhost:9200", "http://localhost:9200"),
        ("https://x.us-east-1.es.amazonaws.com", "no AWS credentials were found"),
    ],
)
def test_a_search_server_that_cannot_be_called_is_one_line(
    home: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("OPENSEARCH_URL", url)
    capsys.readouterr()
    assert main(["knowledge", "search", "--index", "shop", "--backend", "opensearch"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("verb", [["ingest", "articles"], ["search"], ["drop"]])
@pytest.mark.parametrize("place", ["articles/hours.txt", "x" * 300])
def test_a_home_that_cannot_be_is_one_line(
    home: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, verb: list[str], place: str
) -> None:
    monkeypatch.chdir(home)
    capsys.readouterr()
    assert main(["knowledge", *verb, "--index", "shop", "--home", place]) == 2
    told = capsys.readouterr().err
    assert "there is no index" in told or "choose another place with --home" in told
    assert told.count("\n") == 1


def test_a_path_that_cannot_be_looked_at_is_one_line(home: Path, capsys: Captured) -> None:
    assert put_in(home, Path("x" * 300)) == 2
    assert "cannot read xxx" in capsys.readouterr().err


def test_progress_counts_the_articles_of_an_export_and_the_lines_of_a_file(home: Path, capsys: Captured) -> None:
    articles = [{"id": number, "title": "Lamps", "body": f"<p>Lamp {number}.</p>"} for number in range(3)]
    (home / "export.json").write_text(json.dumps({"articles": articles}))
    (home / "lines.jsonl").write_text('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}')
    capsys.readouterr()
    assert put_in(home, home / "export.json", home / "lines.jsonl") == 0
    assert capsys.readouterr().err.splitlines() == [f"documents: {done} of 5" for done in range(1, 6)]


def test_a_kind_of_file_that_is_not_read_is_refused_and_makes_no_index(home: Path, capsys: Captured) -> None:
    (home / "photo.png").write_bytes(b"PNG")
    assert main(["knowledge", "ingest", str(home / "photo.png"), "--index", "photos", "--home", str(home)]) == 2
    assert "this type of file is not supported" in capsys.readouterr().err
    assert not (home / "knowledge" / "photos.db").exists()


def put_in(home: Path, *paths: Path) -> int:
    return main(["knowledge", "ingest", *map(str, paths), "--index", "shop", "--home", str(home)])


def test_each_bad_document_is_reported_with_its_reason_and_the_rest_goes_in(home: Path, capsys: Captured) -> None:
    (home / "articles" / "manual.pdf").write_bytes(b"%PDF broken")
    (home / "articles" / "latin.txt").write_bytes("Größe".encode("latin-1"))
    (home / "articles" / "empty.md").write_text("")
    (home / "articles" / "hours.md").write_text("The same name.")
    (home / "articles" / "good.md").write_text("A good one.")
    capsys.readouterr()
    assert put_in(home, home / "articles") == 1
    *told, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["id"] for line in told if "error" in line} == {"manual", "latin", "empty", "hours"}
    assert (last["documents"], last["faults"]) == (4, 4)
    assert search(home, '{"query": "a good one"}', "--k", "1")[1][0]["hits"][0]["document_id"] == "good"


def test_what_went_from_a_folder_is_found_no_more(home: Path) -> None:
    (home / "articles" / "hours.txt").unlink()
    assert put_in(home, home / "articles") == 0
    _, found = search(home, '{"query": "open Saturdays"}', "--k", "9")
    assert {hit["document_id"] for hit in found[0]["hits"]} == {"refunds", "routers"}


def test_a_search_can_be_narrowed_by_language_kind_and_age(home: Path) -> None:
    lines = [
        {"id": "de", "text": "Der Router ist kaputt.", "updated_at": "2026-03-01T00:00:00Z"},
        {"id": "old", "text": "Old routers.", "updated_at": "2020-01-01"},
        {"id": "t", "text": "Customer: My router?\n\nAgent: Restart the router.", "updated_at": "2026-02-01"},
    ]
    (home / "more.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    assert put_in(home, home / "more.jsonl") == 0

    def found(*options: str) -> set[str]:
        _, rows = search(home, '{"query": "router"}', "--k", "9", *options)
        return {hit["document_id"] for hit in rows[0]["hits"]}

    assert found("--language", "de") == found("--language", "de-AT") == {"de"}
    assert found("--kind", "ticket") == {"t"}
    assert found("--since", "2026-01-15") == {"de", "t"}
    assert found("--since", "2026-02-15T12:00:00+01:00", "--kind", "article") == {"de"}


def test_documents_that_do_not_say_it_are_whose_and_for_whom_they_are_brought_in_for(home: Path) -> None:
    (home / "t.jsonl").write_text(
        '{"id": "a", "text": "Seagulls."}\n{"id": "b", "text": "Gulls.", "tenant": "other"}\n'
    )
    given = ["--tenant", "harbour", "--audience", "agents"]
    assert main(["knowledge", "ingest", str(home / "t.jsonl"), "--index", "shop", "--home", str(home), *given]) == 0
    for options, found in ((given, ["a"]), (["--tenant", "harbour"], []), (["--tenant", "other", *given[2:]], ["b"])):
        _, rows = search(home, '{"query": "Seagulls and gulls"}\n', *options)
        assert [hit["document_id"] for hit in rows[0]["hits"]] == found


def test_a_dropped_index_is_gone(home: Path) -> None:
    assert main(["knowledge", "drop", "--index", "shop", "--home", str(home)]) == 0
    assert list((home / "knowledge").iterdir()) == []
