"""Pages of a ticket's comments, by offset or by cursor."""

from collections.abc import Mapping

from infra.local.sandbox.state import Record

MAX_PAGE = 100


def comments_page(comments: list[Record], query: Mapping[str, str]) -> Record:
    """The answer to a request for comments, given all of them oldest first."""
    if query.get("sort_order") == "desc" or query.get("sort") == "-created_at":
        comments = comments[::-1]
    if "page[size]" not in query:
        size = min(int(query.get("per_page", MAX_PAGE)), MAX_PAGE)
        return {"comments": comments[:size], "count": len(comments), "next_page": None}
    start, size = int(query.get("page[after]", 0)), min(int(query["page[size]"]), MAX_PAGE)
    shown = comments[start : start + size]
    after = str(start + size) if start + size < len(comments) else None
    return {"comments": shown, "meta": {"has_more": after is not None, "after_cursor": after}}
