"""Writes Markdown piece by piece: white space is collapsed, and line breaks are not repeated."""

import re

_MARK = re.compile(r" *(?:-|\d+\.) ")
_INDENT = "    "  # of a nested list: enough under "1. " and not too much under "- "
_DEEPEST = 8  # nesting levels; lists nested deeper are not indented further


class Markdown:
    """A Markdown text under construction."""

    def __init__(self) -> None:
        self._pieces = ["\n\n"]
        self._lists: list[int | None] = []
        self._fence: int | None = None

    def say(self, words: str) -> None:
        """Append to the current line; inside a fence, text and its line breaks are kept as given."""
        if self._fence is None:
            words = re.sub(r"\s+", " ", words)
            if self._pieces[-1][-1].isspace():
                words = words.lstrip()
        if words:
            self._pieces.append(words)

    def begin(self, mark: str = "") -> None:
        """Start a paragraph, or a heading with its mark; a list item's first paragraph stays on the item's line."""
        if mark or not _MARK.fullmatch(self._pieces[-1]):
            self._break(2 if self._fence is None else 1)
        self._pieces.extend(filter(None, [mark]))

    def begin_list(self, first: int | None) -> None:
        """Start a list, numbered from ``first``, or with dashes if that is None."""
        if not _MARK.fullmatch(self._pieces[-1]):
            self._break(1 if self._lists else 2)
        self._lists.append(first)

    def end_list(self) -> None:
        """End the list and return to the one around it, if any."""
        del self._lists[-1:]
        self._break(1 if self._lists else 2)

    def point(self, number: int | None = None) -> None:
        """Start the next item of a list, or the item with this number."""
        self._break(1)
        mark = "- "
        if self._lists and (following := self._lists[-1]) is not None:
            number = following if number is None else number
            self._lists[-1] = number + 1
            mark = f"{number}. "
        self._pieces.append(_INDENT * min(len(self._lists) - 1, _DEEPEST) + mark)

    def begin_fence(self) -> None:
        """Start a code fence: what follows is kept verbatim."""
        if self._fence is None:
            self.begin()
            self._fence = len(self._pieces)

    def end_fence(self) -> None:
        """End the code fence; a blank one is dropped."""
        if self._fence is None:
            return
        kept = "".join(self._pieces[self._fence :]).strip("\r\n")
        del self._pieces[self._fence :]
        self._fence = None
        if kept.strip():
            self._break(1)
            self._pieces.append(f"```\n{kept}\n```\n\n")

    def __str__(self) -> str:
        lines = (line.rstrip() for line in "".join(self._pieces).splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _break(self, ends: int) -> None:
        last = self._pieces[-1]
        ended = len(last) - len(last.rstrip("\n"))
        self._pieces.extend(["\n"] * (ends - ended))
