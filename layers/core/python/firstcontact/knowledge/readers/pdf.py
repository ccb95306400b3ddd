"""The text of a PDF file: its lines joined to paragraphs, what stands on every page left out."""

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

PAGES_TO_TELL = 3  # pages from which a line that stands on most of them is a header or a footer
_NUMBER = re.compile(r"\d+")
_POINT = re.compile(r"\s*(?:[-•*‣▪]|\d{1,2}[.)])\s")
_ENDS = re.compile(r"[.!?:;)\"'”]\s*$")
# What the library raises for files that break the format in ways it does not look for.
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, OSError)
ENCRYPTED = "it is encrypted: save it without encryption"
LONG = 50  # characters from which a line without an end goes on in the next


class Content(NamedTuple):
    """What a file says: its title ("" where it names none), its text, and when it was updated, where that is told."""

    title: str
    text: str
    updated_at: datetime | None


def read_pdf(content: bytes) -> Content:
    """What a file says; ``ValueError`` says why it says nothing."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError, WrongPasswordError

    # It complains of every oddity that it reads nevertheless.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content))
        # Many files are locked against changes alone, and open without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise WrongPasswordError("no password")
        pages = [page.extract_text().splitlines() for page in reader.pages]
        information = reader.metadata
        title = (information.title if information else None) or ""
    except WrongPasswordError:
        raise ValueError(ENCRYPTED) from None
    except (PyPdfError, NotImplementedError, DependencyError, *_BROKEN) as error:
        # A lock or a cipher that the library does not know.
        if isinstance(error, NotImplementedError | DependencyError) and b"/Encrypt" in content:
            raise ValueError(ENCRYPTED) from None
        raise ValueError(f"it is no PDF that can be read: {error or type(error).__name__}") from None
    text = "\n\n".join(filter(None, (_paragraphs(lines) for lines in _without_margins(pages))))
    if pages and not text:
        raise ValueError(f"its {len(pages)} pages are pictures without text: run text recognition (OCR) on it first")
    return Content(" ".join(title.split()), text, next(_moments(information), None) if information else None)


def _moments(information: "DocumentInformation") -> Iterator[datetime]:
    """When it was changed, else made, in UTC; a moment that is not written as it must be is none."""
    for name in ("modification_date", "creation_date"):
        with suppress(*_BROKEN):
            if moment := getattr(information, name):
                yield in_utc(moment)


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the lines that most of them begin or end with; numbers count as equal."""
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


def _paragraphs(lines: list[str]) -> str:
    text = ""
    before = ""
    for line in (line.strip() for line in lines):
        if not line:
            text = f"{text.rstrip()}\n\n"
        elif before.endswith("-") and line[:1].islower():
            text = f"{text[:-1]}{line}"
        elif before and not _POINT.match(line) and (len(before) >= LONG or line[:1].islower()):
            goes_on = not _ENDS.search(before) or len(before) >= LONG
            text = f"{text}{' ' if goes_on else chr(10)}{line}"
        else:
            text = f"{text}\n{line}"
        before = line
    return text.strip()
