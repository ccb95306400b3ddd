"""Answers of Zendesk's export that the sandbox never gives."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from firstcontact.connectors.http import Vendor
from firstcontact.connectors.zendesk.export import changed_tickets, comments_since
from firstcontact.errors import Unavailable

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
COMMENT = {
    "id": 1,
    "author_id": 77,
    "body": "Hello",
    "public": True,
    "created_at": "2026-11-23T12:00:00Z",
}


class Answering:
    """Stands in for the vendor's client: answers with these documents in turn, and keeps the queries."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.queries: list[dict[str, Any]] = []

    def read(self, path: str, query: dict[str, Any]) -> Any:
        self.queries.append(query)
        return self._answers.pop(0)


def _vendor(*answers: Any) -> Vendor:
    return cast("Vendor", Answering(*answers))


def _comments(*comments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"comments": comments, "users": [{"id": 77, "role": "end-user"}], "meta": {"has_more": False}, **more}


def test_half_a_character_pair_is_replaced() -> None:
    (comment,) = comments_since(_vendor(_comments({**COMMENT, "body": "It is \ud83d broken"})), "1", SINCE)
    assert comment.text == "It is \ufffd broken"


def test_an_author_that_the_answer_does_not_describe_has_no_role() -> None:
    (comment,) = comments_since(_vendor(_comments({**COMMENT, "author_id": 78})), "1", SINCE)
    assert comment.author_role == ""


def test_no_page_is_read_behind_the_oldest_comment_asked_for() -> None:
    old = {**COMMENT, "created_at": "2026-10-31T23:59:59Z"}
    found = comments_since(_vendor(_comments(COMMENT, old, meta={"has_more": True, "after_cursor": "x"})), "1", SINCE)
    assert [comment.comment_id for comment in found] == ["1"]


def test_a_deleted_ticket_is_left_out_and_a_missing_cursor_keeps_the_position() -> None:
    answer = {
        "tickets": [{"id": 1, "status": "deleted"}, {"id": 2, "status": "open", "tags": None}],
        "after_cursor": None,
        "end_of_stream": True,
    }
    page = changed_tickets(_vendor(answer), "here", SINCE)
    assert ([ticket.ticket_id for ticket in page.tickets], page.cursor) == (["2"], "here")


def test_a_first_poll_begins_more_than_a_minute_before() -> None:
    vendor = Answering({"tickets": [], "after_cursor": "x", "end_of_stream": True})
    changed_tickets(cast("Vendor", vendor), "", SINCE)
    assert vendor.queries[0]["start_time"] == int(SINCE.timestamp()) - 61


@pytest.mark.parametrize("answer", [[], {}, None, {"tickets": [{}], "end_of_stream": True}, {"tickets": 7}, "text"])
def test_an_export_of_another_shape_is_unavailable(answer: Any) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        changed_tickets(_vendor(answer), "", SINCE)


@pytest.mark.parametrize(
    "answer",
    [[], {}, None, {"comments": [COMMENT]}, _comments({"id": 1}), _comments({**COMMENT, "created_at": "yesterday"})],
)
def test_comments_of_another_shape_are_unavailable(answer: Any) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        comments_since(_vendor(answer), "1", SINCE)
