"""articles/**: the shop's help articles, parsed by the knowledge readers and checked for common mistakes."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from firstcontact.knowledge import readers
from firstcontact.knowledge.records import Document
from firstcontact.record import Record
from firstcontact.shop.files import Folder, line_of
from firstcontact.shop.findings import Findings, nearest

DIRECTORY = "articles"
MAX_ARTICLES = 50_000
KEYS = ("id", "title", "url", "language", "updated_at", "valid_from", "valid_until", "replaces", "audience", "tags")
READABLE = tuple(ending for ending in readers.READABLE if ending != ".jsonl")
_TITLED = (".md", ".html", ".htm")
_FRONT = re.compile(r"\A\s*---[^\S\n]*\n(.*?)\n[^\S\n]*(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(\w[\w-]*)\s*:[^\S\n]*+(.*)")
_SIMILARITY = 0.8  # keys less similar to a known key are ignored: they may be meant for another program


class Article(Record):
    """An article, the file it came from, and the days between which it is valid."""

    document: Document
    file: str
    valid_from: date | None = None
    valid_until: date | None = None


def read_articles(folder: Folder, languages: tuple[str, ...], findings: Findings) -> tuple[Article, ...]:
    """Read every article; adds a fault for each one that cannot be read."""
    articles: list[Article] = []
    replaced: list[tuple[str, int, str]] = []
    for count, file in enumerate(folder.walk(DIRECTORY) if folder.has(DIRECTORY) else ()):
        if count == MAX_ARTICLES:
            findings.fault(DIRECTORY, 0, f"more than {MAX_ARTICLES} files: put them into a Help Center export")
            break
        if PurePath(file).suffix.lower() not in READABLE:
            findings.note(file, 0, f"not an article, skipped: use one of {', '.join(READABLE)}")
            continue
        content = folder.bytes_of(file, readers.MAX_BYTES)
        if content is not None:
            articles.extend(_read(file, content, replaced, findings))
    ids = {article.document.id for article in articles}
    for file, line, name in replaced:
        if name not in ids:
            findings.fault(file, line, f"`replaces`: no article has the id `{name}`: name one or delete the line")
    _find_repetitions(articles, findings)
    for article in articles:
        language = article.document.language
        if language and languages and language not in languages:
            findings.note(article.file, 1, f"written in {language}, which is not among the shop's languages")
    return tuple(articles)


def _read(file: str, content: bytes, replaced: list[tuple[str, int, str]], findings: Findings) -> Iterator[Article]:
    fields = _front_matter(file, content, findings)
    days = {key: _day(file, key, *fields[key], findings) for key in ("valid_from", "valid_until") if key in fields}
    valid_from, valid_until = days.get("valid_from"), days.get("valid_until")
    if valid_from and valid_until and valid_from > valid_until:
        findings.fault(file, fields["valid_until"][1], "`valid_until` is before `valid_from`: swap them")
    if fields.get("replaces", ("", 0))[0]:
        replaced.append((file, fields["replaces"][1], fields["replaces"][0]))
    path = PurePath(file).relative_to(DIRECTORY)
    for found in readers.read(path.as_posix(), io.BytesIO(content)):
        if isinstance(found, readers.Fault):
            findings.fault(file, _line_of_fault(content, path.suffix), _with_remedy(found.error))
        elif isinstance(found, readers.Note):
            findings.note(file, 0, f"{found.id}: {found.note}")
        else:
            # Without a title, the reader uses the file's name, which does not occur in the text.
            if path.suffix.lower() in _TITLED and found.title == path.stem and path.stem.encode() not in content:
                findings.fault(file, 1, "has no title: write `title: …` in its front matter or begin with a heading")
            yield Article(document=found, file=file, valid_from=valid_from, valid_until=valid_until)


def _front_matter(file: str, content: bytes, findings: Findings) -> Mapping[str, tuple[str, int]]:
    """The front matter of a Markdown file with line numbers; adds a fault for a key that resembles a known key."""
    front = _FRONT.match(content.decode("utf-8-sig", "replace").replace("\r\n", "\n"))
    if front is None or not file.lower().endswith(".md"):
        return {}
    first = front[0][: front.start(1) - front.start()].count("\n") + 1
    fields: dict[str, tuple[str, int]] = {}
    for line, text in enumerate(front[1].split("\n"), start=first):
        if not (field := _FIELD.fullmatch(text)):
            continue
        key = field[1]
        meant = nearest(key, KEYS, _SIMILARITY)
        if key not in KEYS and meant:
            findings.fault(file, line, f"unknown key `{key}`: did you mean `{meant}`?")
        if key in fields:
            findings.fault(file, line, f"`{key}` is given twice (first in line {fields[key][1]}): keep one")
        fields.setdefault(key, (field[2].strip(" \"'"), line))
    return fields


def _day(file: str, key: str, text: str, line: int, findings: Findings) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        findings.fault(file, line, f"`{key}`: `{text[:40]}` is not a date: write it like 2026-11-30")
        return None


def _line_of_fault(content: bytes, suffix: str) -> int:
    if suffix.lower() == ".pdf":
        return 0
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return line_of(content, error.start)
    return 1


def _with_remedy(error: str) -> str:
    return error if ": " in error else f"{error}: correct it or delete the file"


def _find_repetitions(articles: list[Article], findings: Findings) -> None:
    """Add a fault for articles with the same id and validity dates, because one would hide the other."""
    by_id: dict[str, list[Article]] = {}
    for article in articles:
        by_id.setdefault(article.document.id, []).append(article)
    for name, same in by_id.items():
        for one, other in pairwise(sorted(same, key=lambda article: article.file)):
            if (one.valid_from, one.valid_until) == (other.valid_from, other.valid_until):
                message = f"two articles with the id `{name[:60]}` (also {one.file}): change one, or add valid_from"
                findings.fault(other.file, 1, message)
