"""Text without Markdown's marks."""

import re

_MARKS = re.compile(
    r"!?\[([^\]]*)\]\([^)]*\)|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
    r"|^#{1,6}\s+|^>\s?",
    re.MULTILINE,
)


def strip_markdown(text: str) -> str:
    """Markdown as a reader hears it: headings, emphasis and link targets gone."""
    return _MARKS.sub(lambda mark: mark.group(1) or "", text)
