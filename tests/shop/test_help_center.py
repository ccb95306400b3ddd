"""A shop begins with what a Help Center export says, or, if that is broken, not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from firstcontact.cli.main import main
from firstcontact.cli.shop.known import known
from firstcontact.errors import Invalid
from firstcontact.knowledge import readers
from firstcontact.knowledge.records import Document
from firstcontact.shop.folder import inspect, read
from firstcontact.shop.help_center import read_help_center
from firstcontact.shop.shop import Shop

REFUNDS: dict[str, Any] = {
    "id": 360001,
    "title": "Refunds",
    "body": "<h2>When</h2><p>In 5 days.</p>",
    "html_url": "https://acme-bikes.zendesk.com/hc/en-us/articles/360001-Refunds",
    "updated_at": "2026-05-01T10:00:00Z",
    "locale": "en-us",
    "label_names": ["money", "back, soon"],
    "user_segment_id": None,
    "draft": False,
}
INSIDE = REFUNDS | {"id": 360002, "title": 'What "lost" means: ask', "user_segment_id": 7, "label_names": []}
GERMAN = REFUNDS | {"title": "Erstattungen", "locale": "de", "body": "<p>In 5 Tagen.</p>"}
CHAT = REFUNDS | {"id": 360003, "title": "A chat", "body": "<p>Customer: Hello?</p><p>Agent: Hello.</p>"}
DRAFT = REFUNDS | {"id": 360004, "draft": True}
EMPTY = REFUNDS | {"id": 360005, "body": "<p> </p>"}


def export(folder: Path, *articles: object) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps({"articles": articles, "next_page": None}))
    return path


def begun(folder: Path, *articles: object) -> Shop:
    """The shop of a folder that was begun with an export."""
    assert main(["shop", "new", str(folder / "shop"), "--from-zendesk", str(export(folder, *articles))]) == 0
    return read(folder / "shop", known())


def documents(file: Path) -> list[Document]:
    with file.open("rb") as content:
        return [found for found in readers.read(file.name, content) if isinstance(found, Document)]


def test_every_article_is_a_file_that_says_what_the_export_said(tmp_path: Path) -> None:
    shop = begun(tmp_path, REFUNDS, INSIDE, CHAT)
    found = {article.document.id: article.document for article in shop.articles}
    assert found == {document.id: document for document in documents(tmp_path / "export.json")}
    assert [document.audience for document in found.values()].count("agents") == 1
    assert {article.file for article in shop.articles} == {
        "articles/360001-refunds.md",
        "articles/360002-what-lost-means-ask.md",
        "articles/360003-a-chat.md",
    }
    refunds = (tmp_path / "shop/articles/360001-refunds.md").read_text()
    assert 'updated_at: "2026-05-01T10:00:00+00:00"' in refunds
    assert "audience" not in refunds


def test_the_profile_has_the_export_s_languages_name_and_address(tmp_path: Path) -> None:
    profile = begun(tmp_path, REFUNDS, GERMAN | {"id": 360009}, INSIDE).profile
    assert (profile.name, profile.languages) == ("Acme Bikes", ("en", "de"))
    assert profile.help_centre == "https://acme-bikes.zendesk.com"
    assert {path.name for path in (tmp_path / "shop/replies").iterdir()} == {"en.toml", "de.toml"}


def test_a_name_that_is_given_comes_first_and_an_own_domain_tells_none(tmp_path: Path) -> None:
    article = REFUNDS | {"html_url": "https://help.acme.example/refunds"}
    own = export(tmp_path, article)
    assert main(["shop", "new", str(tmp_path / "velo"), "--from-zendesk", str(own)]) == 0
    assert main(["shop", "new", str(tmp_path / "b"), "--from-zendesk", str(own), "--name", "Bikes"]) == 0
    assert [read(tmp_path / name, known()).profile.name for name in ("velo", "b")] == ["velo", "Bikes"]


def test_an_export_without_locales_and_addresses_begins_as_usual(tmp_path: Path) -> None:
    profile = begun(tmp_path, {"id": 1, "title": "Refunds", "body": "In 5 days."}).profile
    assert (profile.name, profile.languages, profile.help_centre) == ("shop", ("en",), None)


def test_a_translation_with_the_same_id_gets_one_of_its_own(tmp_path: Path) -> None:
    assert {article.document.id for article in begun(tmp_path, REFUNDS, GERMAN).articles} == {"360001", "360001-de"}


def test_drafts_and_empty_articles_are_left_out_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [article.document.id for article in begun(tmp_path, REFUNDS, DRAFT, EMPTY).articles] == ["360001"]
    drafts, empty = capsys.readouterr().err.splitlines()
    assert drafts == "left out: 360004: a draft, skipped"
    assert empty.startswith("left out: 360005: it is empty")


def test_titles_that_are_missing_or_alike_still_make_a_folder_without_faults(tmp_path: Path) -> None:
    untitled = {"id": 1, "body": "<p>Only a text.</p>"}
    odd = {"id": "a/../b", "title": "---\nid: x", "body": "--- <p>id: y</p>"}
    long = [{"id": f"{'x' * 80}{place}", "title": "T" * 90, "body": "Text."} for place in range(3)]
    shop = begun(tmp_path, untitled, odd, *long)
    assert len(shop.articles) == 5
    assert inspect(tmp_path / "shop", known()).faults == ()
    titles = {article.document.id: article.document.title for article in shop.articles}
    assert titles["1"] == "Only a text."
    assert titles["a/../b"] == "--- id: x"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ('{"tickets": []}', '"articles" is missing'),
        ('{"articles": []}', "no published article"),
        (json.dumps({"articles": [DRAFT]}), "no published article"),
        (json.dumps({"articles": [REFUNDS, 7]}), "export:2: not a JSON object"),
        (json.dumps({"articles": [REFUNDS, {"id": 8, "title": "No body"}]}), "8: text: a text is required"),
        (json.dumps({"articles": [REFUNDS, REFUNDS | {"id": None}]}), "export:2"),
        (json.dumps({"articles": [GERMAN, GERMAN, GERMAN]}), "two articles have this id"),
    ],
)
def test_a_broken_export_is_one_line_and_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    (tmp_path / "export.json").write_text(content)
    command = ["shop", "new", str(tmp_path / "deep" / "shop"), "--from-zendesk", str(tmp_path / "export.json")]
    assert main(command) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert [path.name for path in tmp_path.iterdir()] == ["export.json"]


def test_an_export_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shop", "new", str(tmp_path / "shop"), "--from-zendesk", str(tmp_path / "none.json")]) == 2
    assert (
        capsys.readouterr().err == f"firstcontact: cannot read {tmp_path / 'none.json'}: No such file or directory\n"
    )
    with pytest.raises(Invalid):
        read_help_center(export(tmp_path))
