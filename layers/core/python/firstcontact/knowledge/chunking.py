"""Cuts documents into the pieces that a search returns.

Articles are cut at their headings and tickets at their paragraphs; pieces that are still too long are cut between
paragraphs, then between lines, then between sentences. Each piece keeps its heading line, or the speaker in a ticket,
so that it can be understood on its own.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, repeat

from firstcontact.knowledge.records import Document
from firstcontact.record import Record
from firstcontact.text import transcripts
from firstcontact.text.markdown import strip_markdown
from firstcontact.text.ports import MAX_PIECE_CHARS

_HEADING = re.compile(r"#{1,6}\s+\S.{0,200}")  # a longer line is text that happens to begin with #
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)++")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\d\.)\s+")  # not after the number of a numbered step


class Chunk(Record):
    """A piece of a document: its text as shown, and as indexed by meaning (with the title, without markup).

    A ticket is indexed by what its customer asked, so that a question finds the same question asked before. ``name``
    is an article's title with the piece's heading; "" if it has neither, and for tickets.
    """

    text: str
    indexed: str
    name: str = ""


def chunks(document: Document) -> list[Chunk]:
    """Cut a document into pieces: none if its text is blank, a single one if it has only headings."""
    cut = [(heading, text) for heading, body in _sections(document) for text in _texts(document, heading, body)]
    if not cut and document.text.strip():
        cut = [("", document.text.strip())]
    return [
        Chunk(
            text=text,
            indexed=f"{document.title}\n{strip_markdown(_key(document, text))}".strip(),
            name=_name(document, strip_markdown(heading)),
        )
        for heading, text in cut
    ]


def _texts(document: Document, heading: str, body: str) -> Iterable[str]:
    pieces = _pieces(heading, body)
    return transcripts.label_speakers(pieces) if document.kind == "ticket" else pieces


def _name(document: Document, heading: str) -> str:
    """An article's title says what it answers; a ticket's may say anything, such as "Help!", and is not used."""
    return "" if document.kind == "ticket" else ": ".join(filter(None, (document.title, heading)))


def _key(document: Document, text: str) -> str:
    return (transcripts.question_in(text) or text) if document.kind == "ticket" else text


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    if document.kind == "ticket":
        yield "", "\n".join(map(str.rstrip, document.text.splitlines()))
        return
    heading, lines, fenced = "", list[str](), False
    for line in document.text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if not fenced and _HEADING.fullmatch(line):
            yield heading, "\n".join(lines)
            heading, lines = line.strip(), []
        else:
            lines.append(line.rstrip())
    yield heading, "\n".join(lines)


def _pieces(heading: str, body: str) -> Iterator[str]:
    piece = ""
    for block in _blocks(body):
        if piece and len(piece) + len(block) > MAX_PIECE_CHARS:
            yield _headed(heading, piece)
            piece = ""
        piece = f"{piece}\n\n{block}" if piece else block
    if piece:
        yield _headed(heading, piece)


def _headed(heading: str, piece: str) -> str:
    return f"{heading}\n\n{piece}" if heading else piece


def _blocks(body: str) -> Iterator[str]:
    for block in _BLANK_LINES.split(body):
        if len(block) <= MAX_PIECE_CHARS:
            if block.strip():
                yield block.strip("\n")
        else:
            yield from _packed(block)


def _packed(block: str) -> Iterator[str]:
    part = ""
    for line in block.splitlines():
        sentences = (cut for whole in _SENTENCE_END.split(line) for cut in _cut(whole))
        for joint, sentence in zip(chain("\n", repeat(" ")), sentences, strict=False):
            if part and len(part) + len(sentence) >= MAX_PIECE_CHARS:
                yield part
                part = ""
            part = f"{part}{joint}{sentence}" if part else sentence
    if part.strip():
        yield part


def _cut(sentence: str) -> Iterator[str]:
    while len(sentence) > MAX_PIECE_CHARS:
        at = sentence.rfind(" ", 1, MAX_PIECE_CHARS)
        at = at if at > 0 else MAX_PIECE_CHARS
        yield sentence[:at]
        sentence = sentence[at:].lstrip()
    yield sentence
