"""One TOML file of a shop: its values and the line of each key."""

import re
import tomllib
from typing import Any, NamedTuple

from firstcontact.shop.files import MAX_TOML, Folder
from firstcontact.shop.findings import Findings
from firstcontact.shop.toml_lines import KeyLines, Path

_PLACE = re.compile(r"(?<!\s)\s*+\((?:at line (\d+), column (\d+)|at end of document)\)\s*$")


class TomlSource(NamedTuple):
    """The name, values and line numbers of a file."""

    name: str
    values: dict[str, Any]
    lines: KeyLines

    def tables(self, findings: Findings) -> dict[str, dict[str, Any]]:
        """The tables of a file that consists of tables only; adds a fault for any other top-level value."""
        for name, value in self.values.items():
            if not isinstance(value, dict):
                findings.fault(self.name, self.lines.line(name), f"`{name}` is not a block: write [{name}]")
        return {name: value for name, value in self.values.items() if isinstance(value, dict)}


def read_toml(folder: Folder, name: str, findings: Findings) -> TomlSource | None:
    """Read a TOML file; None and a fault if it is invalid, None without a fault if it does not exist."""
    if not folder.has(name) or (text := folder.text_of(name, MAX_TOML)) is None:
        return None
    try:
        return TomlSource(name, tomllib.loads(text), KeyLines(text.replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as error:
        _explain(name, text, str(error), findings)
    except RecursionError:
        findings.fault(name, 0, "nested too deeply: use fewer brackets")
    return None


def _explain(name: str, text: str, error: str, findings: Findings) -> None:
    try:
        repeated = KeyLines(text.replace("\r\n", "\n")).repeated
    except RecursionError:
        repeated = []
    for path, line, first in repeated:
        findings.fault(name, line, f"{_repetition(path)} (first in line {first}): keep one")
    if not repeated:
        place = _PLACE.search(error)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        said = _PLACE.sub("", error)
        column = f" at column {place[2]}" if place and place[2] else ""
        findings.fault(name, line, f"not TOML ({said}{column}): correct this line or the one above")


def _repetition(path: Path) -> str:
    if len(path) > 1 and path[-2] in ("within_days", "within_months"):
        return f"two rules for the same group: `{path[-1]}` is given twice in `{path[-2]}`"
    return f"`{'.'.join(map(str, path))}` is given twice"
