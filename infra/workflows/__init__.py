"""The workflows: defined in Python from shared states, and rendered to ASL files in this folder.

``python -m infra.workflows`` renders them; a test checks that the committed files are up to date.
"""

import json
from pathlib import Path
from typing import Any

from infra.workflows import bulk, claim, resolution

DEFINITIONS: dict[str, dict[str, Any]] = {
    "resolution": resolution.DEFINITION,
    "claim": claim.DEFINITION,
    "bulk": bulk.DEFINITION,
}
_WIDTH = 118


def file_of(name: str) -> Path:
    """The path of a workflow's rendered definition."""
    return Path(__file__).with_name(f"{name}.asl.json")


def render(name: str) -> str:
    """The ASL of a workflow."""
    return _layout(DEFINITIONS[name], "") + "\n"


def _layout(value: Any, indent: str, taken: int = 0) -> str:
    """Format JSON with each value on one line if it fits."""
    line = json.dumps(value)
    if len(indent) + taken + len(line) < _WIDTH or not isinstance(value, dict | list):
        return line
    inner = indent + "  "
    if isinstance(value, list):
        parts, ends = [_layout(item, inner) for item in value], "[]"
    else:
        parts = [f"{json.dumps(key)}: {_layout(item, inner, len(key) + 4)}" for key, item in value.items()]
        ends = "{}"
    return ends[0] + "\n" + ",\n".join(inner + part for part in parts) + "\n" + indent + ends[1]
