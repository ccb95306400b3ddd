"""A ticket as an agent sees it in the browser."""

from html import escape

from infra.local.sandbox.state import Record
from infra.local.sandbox.zendesk.people import People

_STYLE = (
    "body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2733}"
    "article{border-left:4px solid #2f6f8f;padding:.2rem 1rem;margin:1rem 0;background:#f5f8fa}"
    "article.note{border-color:#c79a1b;background:#fdf6e3}article p{white-space:pre-wrap}small{color:#5b6b79}"
)


def ticket_page(ticket: Record, comments: list[Record], people: People) -> str:
    """The page of a ticket and its comments; all their text is escaped."""
    subject = escape(str(ticket["subject"] or "(no subject)"))
    tags = escape(", ".join(map(str, ticket["tags"])) or "no tags")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>#{ticket["id"]} {subject}</title>'
        f"<style>{_STYLE}</style><h1>#{ticket['id']} {subject}</h1>"
        f"<p><small>{escape(ticket['status'])} · {tags}</small></p>"
        + "".join(_comment(comment, people) for comment in comments)
        + "</html>"
    )


def _comment(comment: Record, people: People) -> str:
    author = people.get(comment["author_id"])
    kind = "" if comment["public"] else ' class="note"'
    label = "" if comment["public"] else " · internal note"
    who = f"{escape(author['name'])} ({escape(author['role'])}) · {escape(comment['created_at'])}{label}"
    return f"<article{kind}><small>{who}</small><p>{escape(comment['body'])}</p></article>"
