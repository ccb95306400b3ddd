"""``firstcontact knowledge reindex`` on a real node."""

import json
import uuid
from pathlib import Path

import pytest
from firstcontact.adapters.search.opensearch import reindexing
from firstcontact.cli import knowledge
from firstcontact.cli.knowledge import ingest
from firstcontact.cli.main import main

from tests.fakes.models import FakeLanguages, HashingEncoder

Captured = pytest.CaptureFixture[str]


class AnotherEncoder(HashingEncoder):
    """The same vectors under another name."""

    name = "another"


@pytest.fixture(autouse=True)
def _models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge, "_encoder", HashingEncoder)
    monkeypatch.setattr(ingest, "_languages", FakeLanguages)


def run(verb: str, *options: str, index: str) -> int:
    return main(["knowledge", verb, *options, "--index", index, "--backend", "opensearch"])


@pytest.mark.xdist_group("opensearch")
def test_an_index_is_made_anew_and_finds_what_it_found(
    opensearch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("OPENSEARCH_URL", opensearch)
    monkeypatch.setattr(reindexing, "GRACE", 0)
    index = f"cli-{uuid.uuid4().hex}"
    (tmp_path / "refunds.md").write_text("# Refunds\n\nRefunds are paid within 5 working days.")
    (tmp_path / "hours.txt").write_text("We are open on Saturdays.")
    assert run("reindex", index=index) == 2
    assert "there is no index" in capsys.readouterr().err
    assert run("ingest", str(tmp_path), index=index) == 0
    capsys.readouterr()
    assert run("reindex", index=index) == 0
    said = capsys.readouterr()
    told = {"index": index, "documents": 2, "passages": 2, "rounds": 2}
    assert [json.loads(line) for line in said.out.splitlines()] == [told]
    assert "round 1: 2 of 2" in said.err.splitlines()
    (tmp_path / "asked.jsonl").write_text('{"query": "refunds paid"}\n')
    asked = ("--in", str(tmp_path / "asked.jsonl"), "--out", str(tmp_path / "found.jsonl"), "--k", "1")
    assert run("search", *asked, index=index) == 0
    assert json.loads((tmp_path / "found.jsonl").read_text())["hits"][0]["document_id"] == "refunds"
    capsys.readouterr()
    monkeypatch.setattr(knowledge, "_encoder", AnotherEncoder)
    assert run("reindex", index=index) == 2
    assert "Ingest the documents into an index of another name" in capsys.readouterr().err
    assert run("drop", index=index) == 0


def test_an_embedded_index_is_refused_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    assert main(["knowledge", "reindex", "--index", "shop", "--home", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert "only an index in OpenSearch can be reindexed" in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
