"""Converts HTML to the Markdown of articles: headings, paragraphs and list items; other markup is left out."""

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import NamedTuple

from firstcontact.knowledge.readers import elements
from firstcontact.knowledge.readers.findings import language_of
from firstcontact.knowledge.readers.head import Head
from firstcontact.knowledge.readers.markdown import Markdown
from firstcontact.knowledge.readers.unclosed import escape_unclosed

_SKIPPED = frozenset({"script", "style", "head", "nav", "footer", "noscript", "template", "svg"})
# Any other element ends the head (HTML standard, 13.2.6.4.4).
_OF_A_HEAD = frozenset({"html", "head", "title", "base", "link", "meta", "script", "style", "noscript", "template"})


class Page(NamedTuple):
    """A page's content: its title (else its first heading), its text, how many scripts were left out, and, if given,
    its language, its address and when it was changed.
    """

    title: str
    text: str
    scripts: int
    language: str
    url: str
    updated_at: datetime | None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.text = Markdown()
        self.language = ""
        self.head = Head()
        self._in_body = False
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
        elif tag in ("link", "meta"):
            if not self._in_body and self._skipping in ([], ["head"]):
                self.head.hear(tag, dict(attrs))
        elif not self._skipping:
            elements.begin(tag, dict(attrs), self.text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in self._skipping:
            # Elements opened inside and never closed end here too.
            del self._skipping[self._skipping.index(tag) :]
        elif not self._skipping:
            elements.end(tag, self.text)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            return
        if data.strip():
            self._leave_head()
        if not self._skipping:
            self.text.say(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Treat an unknown marked section as a comment, as browsers do; Python 3.11 raises an error for it."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report)

    def _leave_head(self, tag: str = "") -> None:
        if self._skipping == ["head"] or (tag == "body" and self._skipping[:1] == ["head"]):
            self._skipping.clear()
        self._in_body = self._in_body or not self._skipping


def read_html(text: str) -> Page:
    """Parse a page."""
    reader = _Reader()
    reader.feed(escape_unclosed(text))
    reader.close()
    reader.text.end_fence()
    body = str(reader.text)
    heading = re.search(r"^# (.+)$", body, re.MULTILINE)
    title = " ".join(reader.title.split()) or (heading[1] if heading else "")
    return Page(title, body, reader.scripts, reader.language, reader.head.url, reader.head.updated_at)
