"""Decodes bytes: UTF-8, UTF-16 or UTF-32 by their byte order mark, or what a page declares; and parses JSON.

Encodings are not guessed.
"""

import codecs
import json
import re
from typing import Any

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEAD = 1024  # bytes of a page in which its encoding must be declared (HTML standard, 4.2.5.4)


def decode(content: bytes, declared: str = "utf-8") -> str:
    """Decode bytes to text; ``ValueError`` says what is wrong, such as which byte cannot be decoded."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), declared)
    try:
        text = content.decode(encoding)
    except LookupError:
        raise ValueError(f"its encoding {encoding} is unknown: save it as UTF-8") from None
    except UnicodeDecodeError as error:
        shown = f"byte 0x{content[error.start]:02x} at {error.start}" if error.start < len(content) else "its end"
        raise ValueError(f"it is not {encoding.upper()} ({shown}): save it as UTF-8") from None
    if "\0" in text:
        raise ValueError("it is not a text: it contains zero bytes")
    return text


def declared_in(page: bytes) -> str:
    """The encoding that an HTML page declares; UTF-8 if it declares none."""
    found = _DECLARED.search(page[:_HEAD])
    return found[1].decode("ascii", "replace") if found else "utf-8"


def parse(text: str) -> Any:
    """Parse JSON; ``ValueError`` says why it cannot be parsed."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    except RecursionError:
        raise ValueError("JSON that is nested too deeply to be read") from None
