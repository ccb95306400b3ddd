"""Removes Markdown markup from a text."""

import re

_MARKS = re.compile(
    r"!?\[|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|^#{1,6}\s+|^>\s?", re.MULTILINE
)


def strip_markdown(text: str) -> str:
    """The text without heading marks, emphasis and link targets."""
    return remove_marks(text, _MARKS)


def remove_marks(text: str, marks: re.Pattern[str]) -> str:
    """The text without what ``marks`` finds.

    Where it finds ``[`` or ``![``, a whole link or image is replaced by its label; where it finds ``<``, a whole tag
    is removed; a bracket that is not closed stays. The time is linear in the text, however many brackets stay open.
    """
    brackets, pieces, kept, at = _Brackets(text), list[str](), 0, 0
    while found := marks.search(text, at):
        start, at = found.span()
        label, end = "", at
        if found[0] in ("[", "!["):
            label, end = brackets.link(at)
        elif found[0] == "<":
            end = brackets.end(">", at)
        if end:
            pieces += [text[kept:start], label]
            kept = at = end
    return "".join([*pieces, text[kept:]])


class _Brackets:
    """Finds closing brackets; each part of the text is searched only once, because no search goes back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def link(self, start: int) -> tuple[str, int]:
        """The label that begins at ``start``, and the end of its link; 0 if it is no link."""
        label_end = self.end("]", start)
        is_link = label_end and self._text.startswith("(", label_end)
        end = self.end(")", label_end + 1) if is_link else 0
        return (self._text[start : label_end - 1], end) if end else ("", 0)

    def end(self, mark: str, start: int) -> int:
        """The place after the first closing bracket from ``start`` on; 0 if there is none."""
        if self._next.get(mark, -1) < start:
            place = self._text.find(mark, start)
            self._next[mark] = place if place >= 0 else len(self._text)
        found = self._next[mark]
        return found + 1 if found < len(self._text) else 0
