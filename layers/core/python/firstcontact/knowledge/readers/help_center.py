"""Reads a Zendesk Help Center export: the ``articles`` that its API lists, as one JSON file.

Fields are those of the API's article object: HTML in ``body``, ``draft``, and ``user_segment_id`` or the list
``user_segment_ids``, both empty if everyone may read the article.
"""

from collections.abc import Iterator
from typing import Any

from firstcontact.knowledge.readers.decoding import parse
from firstcontact.knowledge.readers.findings import Fault, Finding, Note, document, language_of, named
from firstcontact.knowledge.readers.markup import read_html

_SEGMENTS = ("user_segment_id", "user_segment_ids")


def read_export(text: str, name: str) -> Iterator[Finding]:
    """The published articles of an export; those restricted to some users are marked as for agents."""
    export = parse(text)
    articles = export.get("articles") if isinstance(export, dict) else None
    if not isinstance(articles, list):
        yield Fault(name, 'it is not a Help Center export: a list "articles" is missing')
        return
    for place, article in enumerate(articles, start=1):
        if not isinstance(article, dict):
            yield Fault(f"{name}:{place}", "not a JSON object")
        elif article.get("draft"):
            yield Note(named(article.get("id"), f"{name}:{place}"), "a draft, skipped")
        else:
            yield _article(article, f"{name}:{place}")


def _article(given: dict[str, Any], name: str) -> Finding:
    body = given.get("body")
    page = read_html(body) if isinstance(body, str) else None
    labels = given.get("label_names")
    return document(
        {
            "id": given.get("id"),
            "title": given.get("title") or (page.title if page else ""),
            "text": page.text if page else None,
            "url": given.get("html_url"),
            "updated_at": given.get("edited_at") or given.get("updated_at"),
            "tags": labels if isinstance(labels, list) else None,
            "language": language_of(given.get("locale")),
            "audience": _audience(given),
            "kind": "article",
        },
        named(given.get("id"), name),
    )


def _audience(given: dict[str, Any]) -> str | None:
    """Restricted articles are for agents only, because it is not known here which customers are in a segment."""
    told = [given[key] for key in _SEGMENTS if key in given]
    if any(one not in (None, "", []) for one in told):
        return "agents"
    return "public" if told else None
