"""Converts a page's body elements to Markdown: headings, paragraphs, list items, table cells and code fences."""

import re

from firstcontact.knowledge.readers.markdown import Markdown

_SECTIONS = frozenset({"section", "article", "main", "header", "hgroup", "aside", "address", "details", "form"})
_PARAGRAPHS = frozenset({"p", "div", "blockquote", "summary", "fieldset", "legend", "dialog", "figure", "figcaption"})
_ROWS = frozenset({"table", "caption", "tr", "dl", "dt", "dd", "br", "hr"})
# Elements displayed on lines of their own (HTML standard, 15.3).
_BLOCKS = _SECTIONS | _PARAGRAPHS | _ROWS
_LISTS = frozenset({"ul", "ol"})
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_NUMBER = re.compile(r"[0-9]{1,9}")


def begin(tag: str, attributes: dict[str, str | None], text: Markdown) -> None:
    """Write the Markdown that an element begins with."""
    if tag in _HEADINGS or tag in _BLOCKS:
        text.begin(_HEADINGS.get(tag, ""))
    elif tag in _LISTS:
        text.begin_list(_number(attributes.get("start"), 1) if tag == "ol" else None)
    elif tag == "li":
        text.point(_number(attributes.get("value")))
    elif tag == "pre":
        text.begin_fence()
    elif tag in ("td", "th"):
        text.say(" | ")


def end(tag: str, text: Markdown) -> None:
    """Write the Markdown that an element ends with."""
    if tag in _HEADINGS or tag in _BLOCKS:
        text.begin()
    elif tag in _LISTS:
        text.end_list()
    elif tag == "pre":
        text.end_fence()


def _number(given: str | None, default: int | None = None) -> int | None:
    return int(given) if given and _NUMBER.fullmatch(given) else default
