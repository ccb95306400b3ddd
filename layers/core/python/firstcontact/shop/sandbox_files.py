"""Reads the files of a sandbox: JSON arrays of records, with the line of each record."""

import json
from typing import Any, TypeVar

from firstcontact.record import Record
from firstcontact.shop.files import MAX_JSON, Folder
from firstcontact.shop.findings import Findings, did_you_mean
from firstcontact.shop.json_lines import JsonLines
from firstcontact.shop.sandbox import KINDS, Kind
from firstcontact.shop.validation import validated

R = TypeVar("R", bound=Record)


class SandboxFile:
    """The records of one file with their line numbers."""

    def __init__(self, name: str, values: list[Any], lines: JsonLines) -> None:
        self.name, self.values, self.lines = name, values, lines

    @property
    def ids(self) -> set[object]:
        """The ids of all records, including invalid ones."""
        named = (value.get("id") for value in self.values if isinstance(value, dict))
        return {name for name in named if isinstance(name, str)}

    def records(self, model: type[R], findings: Findings) -> list[tuple[int, R]]:
        """The valid records with their positions in the file."""
        found = []
        for place, values in enumerate(self.values):
            record = validated(model, values, self.name, self.lines, findings, (place,))
            if record is not None:
                found.append((place, record))
        return found


def read_sandbox_file(folder: Folder, kind: Kind, findings: Findings) -> SandboxFile | None:
    """Read a JSON array of records; None if the file is missing or not an array."""
    name = f"sandbox/{kind}.json"
    text = folder.text_of(name, MAX_JSON) if folder.has(name) else None
    if text is None:
        return None
    try:
        values = json.loads(text)
        lines = JsonLines(text)
    except json.JSONDecodeError as error:
        findings.fault(name, error.lineno, f"not JSON ({error.msg} at column {error.colno}): correct the line")
        return None
    except (ValueError, RecursionError):
        findings.fault(name, 0, "nested too deeply, or a number is too long: simplify the file")
        return None
    if not isinstance(values, list):
        findings.fault(name, 1, f"not a list of {kind}: write [ … ] around them")
        return None
    return SandboxFile(name, values, lines)


def check_names(folder: Folder, findings: Findings) -> None:
    """Add a fault for each file of the sandbox that nothing reads."""
    known = [f"{kind}.json" for kind in KINDS]
    for name in folder.names("sandbox"):
        own = name.removeprefix("sandbox/")
        if own not in known and not own.startswith("."):
            findings.fault(name, 0, f"this file is not used: {did_you_mean(own, known)}")
