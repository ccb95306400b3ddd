"""Converts HTML comments to plain text."""

from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BREAKS and self.pieces:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain_text(html: str) -> str:
    """The text of the HTML, with each block on its own line."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces).strip()
