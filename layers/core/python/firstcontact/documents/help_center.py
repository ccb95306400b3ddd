"""A Zendesk Help Center export: the ``articles`` that its API lists, as one JSON file.

Fields are those of the API's article object: HTML in ``body``, ``draft``, ``user_segment_id`` (null for everyone).
"""

import json
from collections.abc import Iterator
from typing import Any

from firstcontact.documents.findings import Fault, Finding, Note, document
from firstcontact.documents.markup import read_html


def read_export(text: str, name: str) -> Iterator[Finding]:
    """Every article of an export that is published; those for some users alone are for agents."""
    try:
        export = json.loads(text)
    except ValueError as error:
        yield Fault(name, f"not JSON: {error}")
        return
    articles = export.get("articles") if isinstance(export, dict) else None
    if not isinstance(articles, list):
        yield Fault(name, 'it is no Help Center export: a list "articles" is missing')
        return
    for place, article in enumerate(articles, start=1):
        if not isinstance(article, dict):
            yield Fault(f"{name}:{place}", "not a JSON object")
        elif article.get("draft"):
            yield Note(article.get("id", f"{name}:{place}"), "a draft, left out")
        else:
            yield _article(article, f"{name}:{place}")


def _article(given: dict[str, Any], name: str) -> Finding:
    body = given.get("body")
    page = read_html(body) if isinstance(body, str) else None
    locale = given.get("locale")
    labels = given.get("label_names")
    return document(
        {
            "id": given.get("id"),
            "title": given.get("title") or (page.title if page else ""),
            "text": page.text if page else None,
            "url": given.get("html_url"),
            "updated_at": given.get("edited_at") or given.get("updated_at"),
            "tags": labels if isinstance(labels, list) else None,
            "language": locale.split("-")[0].lower() if isinstance(locale, str) else None,
            # Who is in a segment is not known here; what only some may read, customers are not told.
            "audience": "public" if given.get("user_segment_id") is None else "agents",
            "kind": "article",
        },
        given.get("id", name),
    )
