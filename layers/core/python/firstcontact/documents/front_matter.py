"""The fields at the head of a Markdown file, between two lines of three dashes."""

import re
from typing import Any

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)


def split(text: str) -> tuple[dict[str, Any], str]:
    """The fields and the rest: plain ``key: value`` lines and one-line lists; anything richer is left as written."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    fields: dict[str, Any] = {}
    for line in found[1].splitlines():
        key, colon, value = line.partition(":")
        value = value.strip()
        if colon and value and not line.startswith((" ", "#", "-")):
            listed = value.startswith("[") and value.endswith("]")
            parts = [_bare(part) for part in value.strip("[]").split(",") if part.strip()]
            fields[key.strip()] = parts if listed else _bare(value)
    return fields, text[found.end() :]


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
