"""Reads the text of a PDF file: lines are joined into paragraphs, and headers and footers are left out."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from firstcontact.knowledge.records import in_utc

if TYPE_CHECKING:
    from pypdf import DocumentInformation

PAGES_TO_TELL = 3  # with at least this many pages, a line that most of them share is a header or a footer
_NUMBER = re.compile(r"\d+")
_POINT = re.compile(r"\s*(?:[-•*‣▪]|\d{1,2}[.)])\s")
_ENDS = re.compile(r"[.!?:;)\"'”]\s*$")
# What the library raises for malformed files that it does not check for.
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, OSError)
ENCRYPTED = "it is encrypted: save it without encryption"
LONG = 50  # characters; the paragraph continues after a line of at least this length


class Content(NamedTuple):
    """A file's content: its title ("" if it has none), its text, and when it was updated, if known."""

    title: str
    text: str
    updated_at: datetime | None


def read_pdf(content: bytes) -> Content:
    """Read a file; ``ValueError`` says why no text can be read from it."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError, WrongPasswordError

    # It logs a warning for every irregularity, even those it can handle.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content))
        # Many files are protected only against changes, and open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise WrongPasswordError("no password")
        pages = [page.extract_text().splitlines() for page in reader.pages]
        information = reader.metadata
        title = (information.title if information else None) or ""
    except WrongPasswordError:
        raise ValueError(ENCRYPTED) from None
    except (PyPdfError, NotImplementedError, DependencyError, *_BROKEN) as error:
        # An encryption that the library does not support.
        if isinstance(error, NotImplementedError | DependencyError) and b"/Encrypt" in content:
            raise ValueError(ENCRYPTED) from None
        raise ValueError(f"it is not a readable PDF: {error or type(error).__name__}") from None
    text = "\n\n".join(filter(None, (join_lines(lines) for lines in _without_margins(pages))))
    if pages and not text:
        raise ValueError(f"its {len(pages)} pages are pictures without text: run text recognition (OCR) on it first")
    return Content(" ".join(title.split()), text, next(_moments(information), None) if information else None)


def _moments(information: "DocumentInformation") -> Iterator[datetime]:
    """The modification date, then the creation date, in UTC; malformed dates are skipped."""
    for name in ("modification_date", "creation_date"):
        with suppress(*_BROKEN):
            if moment := getattr(information, name):
                yield in_utc(moment)


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Remove the lines that most pages begin or end with; lines that differ only in numbers count as equal."""
    if len(pages) < PAGES_TO_TELL:
        return pages
    edges = Counter(key for lines in pages for key in {_key(line) for line in (*lines[:2], *lines[-2:])})
    repeated = {key for key, count in edges.items() if key and count > len(pages) / 2}
    return [
        [line for at, line in enumerate(lines) if 2 <= at < len(lines) - 2 or _key(line) not in repeated]
        for lines in pages
    ]


def _key(line: str) -> str:
    return _NUMBER.sub("0", line.strip())


def join_lines(lines: list[str]) -> str:
    """Join a page's lines into paragraphs, and words that were divided at the end of a line."""
    pieces = list[str]()
    before = ""
    for line in (line.strip() for line in lines):
        if not line:
            pieces += ["\n\n"] if before else []
        elif before.endswith("-") and line[:1].islower():
            pieces += [pieces.pop()[:-1], line]
        elif before and not _POINT.match(line) and (len(before) >= LONG or line[:1].islower()):
            goes_on = not _ENDS.search(before) or len(before) >= LONG
            pieces += [" " if goes_on else "\n", line]
        else:
            pieces += ["\n", line]
        before = line
    return "".join(pieces).strip()
