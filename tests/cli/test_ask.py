"""``firstcontact ask``: how a reply is shown on a terminal."""

import pytest
from firstcontact.cli import ask


def test_a_source_is_shown_with_its_date_where_it_has_one(capsys: pytest.CaptureFixture[str]) -> None:
    source = {"document_id": "a", "title": "Refunds", "url": "https://x/a"}
    reply = {"reply": "In 5 days.", "status": "answered", "case_id": "case_1", "conversation_id": "conv_1"}
    dates: tuple[dict[str, str | None], ...] = ({"updated_at": "2026-05-03T10:00:00Z"}, {"updated_at": None}, {})
    ask.show({**reply, "sources": [{**source, **date} for date in dates]}, cost=None)
    named = "  Refunds — https://x/a"
    assert capsys.readouterr().out.splitlines()[-3:] == [f"{named} · 2026-05-03", named, named]


def test_a_confidence_is_never_shown_higher_than_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    reply = {"reply": "", "status": "answered", "case_id": "case_1", "conversation_id": "conv_1", "sources": []}
    ask.show({**reply, "confidence": 0.996}, cost=None)
    assert "confidence 0.99 " in capsys.readouterr().out
