"""What is read from a Help Center export, and who may read it."""

import json

import pytest
from firstcontact.knowledge.readers import Fault, Note
from firstcontact.knowledge.records import Document

from tests.knowledge.readers.reading import fault, only, read


def export(*articles: object) -> bytes:
    return json.dumps({"articles": articles, "next_page": None}).encode()


def test_a_help_center_export_is_read_article_by_article() -> None:
    given = {
        "id": 360001,
        "title": "Refunds",
        "body": "<h2>When</h2><p>In 5 days.</p>",
        "html_url": "https://help.example/refunds",
        "updated_at": "2026-05-01T10:00:00Z",
        "locale": "en-us",
        "label_names": ["money"],
        "user_segment_id": None,
        "draft": False,
    }
    document = only("export.json", export(given))
    assert (document.id, document.title, document.tags) == ("360001", "Refunds", ("money",))
    assert (document.url, document.language, document.audience) == ("https://help.example/refunds", "en", "public")
    assert document.text == "## When\n\nIn 5 days."
    assert document.updated_at is not None


def test_what_only_some_may_read_is_for_agents_and_drafts_are_left_out() -> None:
    restricted = {"id": 1, "title": "Inside", "body": "<p>Ask a lead.</p>", "user_segment_id": 7}
    draft = {"id": 2, "title": "Soon", "body": "<p>…</p>", "draft": True}
    inside, note = read("export.json", export(restricted, draft))
    assert isinstance(inside, Document)
    assert inside.audience == "agents"
    assert isinstance(note, Note)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"tickets": []}', b'{"articles": {}}'])
def test_what_is_no_export_says_so(content: bytes) -> None:
    assert fault("export.json", content)


def test_an_article_without_text_or_id_is_named_by_its_place() -> None:
    first, second = read("export.json", export({"title": "Empty", "body": None}, "text"))
    assert (first.id, second.id) == ("export:1", "export:2")
    assert isinstance(first, Fault)
    assert isinstance(second, Fault)


@pytest.mark.parametrize(
    ("segments", "audience"),
    [
        ({}, "public"),
        ({"user_segment_id": None, "user_segment_ids": []}, "public"),
        ({"user_segment_ids": None}, "public"),
        ({"user_segment_id": None, "user_segment_ids": [11003606966930]}, "agents"),
        ({"user_segment_ids": [1, 2]}, "agents"),
        ({"user_segment_id": 7, "user_segment_ids": []}, "agents"),
        ({"user_segment_ids": "everyone"}, "agents"),
    ],
)
def test_an_article_is_public_only_if_no_segment_is_named(segments: dict[str, object], audience: str) -> None:
    assert only("a.json", export({"id": 1, "title": "T", "body": "<p>x</p>", **segments})).audience == audience


def test_an_export_that_tells_nothing_of_segments_leaves_open_who_may_read() -> None:
    article = only("a.json", export({"id": 1, "title": "T", "body": "<p>x</p>"}))
    assert "audience" not in article.model_fields_set


def test_a_draft_whose_id_cannot_be_shown_is_named_by_its_place() -> None:
    (note,) = read("a.json", export({"id": "\ud800", "draft": True}))
    assert note == Note("a:1", "a draft, skipped")
