"""Escapes what a page opens and never closes: the parser would search the rest of the page for each of their ends."""

import re

# Other marked sections end at the next ">".
_OPENED = re.compile(
    r"<!(--|\[(?:(if|else|endif)|temp|cdata|ignore|include|rcdata)(?![-.\w]))[^>]*", re.IGNORECASE | re.ASCII
)
_TAG = re.compile(r"<(?!/(?:script|style)\b)", re.IGNORECASE)  # these end even where nothing else is a tag
_COMMENT_END = re.compile(r"--\s*>")
_SECTION_END = re.compile(r"\]\s*\]\s*>")
_CONDITION_END = re.compile(r"\]\s*>")


def escape_unclosed(page: str) -> str:
    """The page with the ``<`` of every tag, comment and marked section that has no end written as a character.

    Python's parser reads these as text, too, but in quadratic time.
    """
    end = page.rfind(">") + 1
    page = page[:end] + page[end:].replace("<", "&lt;")
    comment, section, condition = (_last(one, page) for one in (_COMMENT_END, _SECTION_END, _CONDITION_END))

    def escaped(opened: re.Match[str]) -> str:
        last = comment if opened[1] == "--" else condition if opened[2] else section
        return opened[0] if opened.end(1) <= last else _TAG.sub("&lt;", opened[0])

    return _OPENED.sub(escaped, page)


def _last(end: re.Pattern[str], page: str) -> int:
    return max((found.start() for found in end.finditer(page)), default=-1)
