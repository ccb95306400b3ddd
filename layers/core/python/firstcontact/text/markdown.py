"""Removes Markdown markup from a text."""

import re

_MARKS = re.compile(
    r"!?\[([^\]]*)\]\([^)]*\)|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
    r"|^#{1,6}\s+|^>\s?",
    re.MULTILINE,
)


def strip_markdown(text: str) -> str:
    """The text without heading marks, emphasis and link targets."""
    return _MARKS.sub(lambda mark: mark.group(1) or "", text)
