"""HTML as the Markdown that articles are written in: headings, paragraphs and list points; the rest is left out."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

_SKIPPED = frozenset({"script", "style", "head", "nav", "footer", "noscript", "template", "svg"})
_BLOCKS = frozenset({"p", "div", "section", "article", "table", "tr", "ul", "ol", "br", "main", "blockquote"})
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}


class Page(NamedTuple):
    """A page's title (else its first heading), its text, and how many scripts were left out."""

    title: str
    text: str
    scripts: int


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.pieces: list[str] = []
        self._skipping: list[str] = []
        self._in_title = False
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag == "title":
            self._in_title = True
        elif tag in _SKIPPED:
            self._skipping.append(tag)
        elif not self._skipping:
            self.pieces.append("\n\n" + _HEADINGS[tag] if tag in _HEADINGS else self._opening(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in self._skipping:
            # What was opened inside and never closed ends here too.
            del self._skipping[self._skipping.index(tag) :]
        elif not self._skipping and (tag in _BLOCKS or tag in _HEADINGS):
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._skipping:
            self.pieces.append(re.sub(r"\s+", " ", data))

    @staticmethod
    def _opening(tag: str) -> str:
        if tag == "li":
            return "\n- "
        return "\n\n" if tag in _BLOCKS else " | " if tag in ("td", "th") else ""


def read_html(text: str) -> Page:
    """What a page says."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (line.strip() for line in "".join(reader.pieces).splitlines())
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    heading = re.search(r"^# (.+)$", body, re.MULTILINE)
    return Page(" ".join(reader.title.split()) or (heading[1] if heading else ""), body, reader.scripts)
