"""HTML as the Markdown that articles are written in: headings, paragraphs and list points; the rest is left out."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from firstcontact.documents.findings import language_of
from firstcontact.documents.markdown import Markdown

_SKIPPED = frozenset({"script", "style", "head", "nav", "footer", "noscript", "template", "svg"})
_SECTIONS = frozenset({"section", "article", "main", "header", "hgroup", "aside", "address", "details", "form"})
_PARAGRAPHS = frozenset({"p", "div", "blockquote", "summary", "fieldset", "legend", "dialog", "figure", "figcaption"})
_ROWS = frozenset({"table", "caption", "tr", "dl", "dt", "dd", "br", "hr"})
# What stands on lines of its own (HTML standard, 15.3).
_BLOCKS = _SECTIONS | _PARAGRAPHS | _ROWS
_LISTS = frozenset({"ul", "ol"})
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
# Whatever else is met in a head ends it (HTML standard, 13.2.6.4.4).
_OF_A_HEAD = frozenset({"html", "head", "title", "base", "link", "meta", "script", "style", "noscript", "template"})
_NUMBER = re.compile(r"[0-9]{1,9}")


class Page(NamedTuple):
    """A page's title (else its first heading), its text, how many scripts were left out, and its language."""

    title: str
    text: str
    scripts: int
    language: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.text = Markdown()
        self.language = ""
        self._skipping: list[str] = []
        self._in_title = False
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag not in _OF_A_HEAD:
            self._leave_head(tag)
        if tag == "html":
            self.language = self.language or language_of(dict(attrs).get("lang"))
        elif tag == "title" and self._skipping in ([], ["head"]):
            self._in_title = True
        elif tag in _SKIPPED:
            self._skipping.append(tag)
        elif not self._skipping:
            self._open(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in self._skipping:
            # What was opened inside and never closed ends here too.
            del self._skipping[self._skipping.index(tag) :]
        elif not self._skipping:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            return
        if data.strip():
            self._leave_head()
        if not self._skipping:
            self.text.say(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """A section of no kind that is known, which Python 3.11 stops at, is a comment to a browser."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report)

    def _leave_head(self, tag: str = "") -> None:
        if self._skipping == ["head"] or (tag == "body" and self._skipping[:1] == ["head"]):
            self._skipping.clear()

    def _open(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _HEADINGS or tag in _BLOCKS:
            self.text.begin(_HEADINGS.get(tag, ""))
        elif tag in _LISTS:
            self.text.begin_list(_number(attributes.get("start"), 1) if tag == "ol" else None)
        elif tag == "li":
            self.text.point(_number(attributes.get("value")))
        elif tag == "pre":
            self.text.begin_fence()
        elif tag in ("td", "th"):
            self.text.say(" | ")

    def _close(self, tag: str) -> None:
        if tag in _HEADINGS or tag in _BLOCKS:
            self.text.begin()
        elif tag in _LISTS:
            self.text.end_list()
        elif tag == "pre":
            self.text.end_fence()


def _number(given: str | None, default: int | None = None) -> int | None:
    return int(given) if given and _NUMBER.fullmatch(given) else default


def read_html(text: str) -> Page:
    """What a page says."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.text.end_fence()
    body = str(reader.text)
    heading = re.search(r"^# (.+)$", body, re.MULTILINE)
    title = " ".join(reader.title.split()) or (heading[1] if heading else "")
    return Page(title, body, reader.scripts, reader.language)
