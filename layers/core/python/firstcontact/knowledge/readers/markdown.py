"""Markdown as it is written, piece by piece: white space runs together, and a line is ended only once."""

import re

_MARK = re.compile(r" *(?:-|\d+\.) ")
_INDENT = "    "  # of a list within another: enough under "1. " and not too much under "- "
_DEEPEST = 8  # lists within lists, after which none is indented further


class Markdown:
    """A text that is being written."""

    def __init__(self) -> None:
        self._pieces = ["\n\n"]
        self._lists: list[int | None] = []
        self._fence: int | None = None

    def say(self, words: str) -> None:
        """Go on in the line; within a fence, in lines as they are given."""
        if self._fence is None:
            words = re.sub(r"\s+", " ", words)
            if self._pieces[-1][-1].isspace():
                words = words.lstrip()
        if words:
            self._pieces.append(words)

    def begin(self, mark: str = "") -> None:
        """A new paragraph, or a heading by its mark; what a list's point begins with stands behind its number."""
        if mark or not _MARK.fullmatch(self._pieces[-1]):
            self._break(2 if self._fence is None else 1)
        self._pieces.extend(filter(None, [mark]))

    def begin_list(self, first: int | None) -> None:
        """A list: numbered from its first number, or with dashes."""
        if not _MARK.fullmatch(self._pieces[-1]):
            self._break(1 if self._lists else 2)
        self._lists.append(first)

    def end_list(self) -> None:
        """Back to the list that it is in, if any."""
        del self._lists[-1:]
        self._break(1 if self._lists else 2)

    def point(self, number: int | None = None) -> None:
        """The next point of a list, or the one of this number."""
        self._break(1)
        mark = "- "
        if self._lists and (following := self._lists[-1]) is not None:
            number = following if number is None else number
            self._lists[-1] = number + 1
            mark = f"{number}. "
        self._pieces.append(_INDENT * min(len(self._lists) - 1, _DEEPEST) + mark)

    def begin_fence(self) -> None:
        """What follows is kept as it stands."""
        if self._fence is None:
            self.begin()
            self._fence = len(self._pieces)

    def end_fence(self) -> None:
        """What was kept stands between fences; where it is nothing, nothing does."""
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
