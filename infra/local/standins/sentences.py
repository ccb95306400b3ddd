"""Splits a passage into sentences; headings are not sentences, but give the context of those that follow."""

import re
from typing import NamedTuple

_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_LIST_MARK = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+(.*)$")
_MARKUP = re.compile(r"(\*\*|__|`)")
# A single capital is an initial after a name ("J. Smith"), but a unit that ends a sentence after a number ("2 A.").
_SHORTENED = re.compile(
    r"\b(?:e\.g|i\.e|approx|no|nr|vs|incl|max|min)\.$|(?-i:(?:^|[A-Z][\w.]* )[A-Z])\.$", re.IGNORECASE
)


class Sentence(NamedTuple):
    """A sentence as written, and its heading."""

    text: str
    heading: str


def split_sentences(passage: str) -> list[Sentence]:
    """The passage's sentences in reading order; each list item is one."""
    heading, found = "", list[Sentence]()
    for paragraph in _paragraphs(passage):
        title = _HEADING.match(paragraph)
        if title:
            heading = title[1].strip()
            continue
        found.extend(Sentence(text, heading) for text in _cut(_MARKUP.sub("", paragraph)))
    return found


def _paragraphs(passage: str) -> list[str]:
    """The passage with wrapped lines joined; headings, list items and table rows stay separate."""
    paragraphs, open_ = list[str](), False
    for line in passage.splitlines():
        text = line.strip()
        apart = not text or bool(_HEADING.match(line)) or bool(_LIST_MARK.match(line)) or text.startswith("|")
        if open_ and not apart:
            paragraphs[-1] += " " + text
        elif text:
            paragraphs.append(_LIST_MARK.sub("", text))
        open_ = bool(text) and not _HEADING.match(line) and not text.startswith("|")
    return paragraphs


def _cut(paragraph: str) -> list[str]:
    sentences = list[str]()
    for piece in _END.split(paragraph):
        if sentences and _SHORTENED.search(sentences[-1]):
            sentences[-1] += " " + piece.strip()
        elif any(c.isalnum() for c in piece):
            sentences.append(piece.strip())
    return sentences
