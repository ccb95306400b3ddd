"""``python -m infra.docs``: write the index of ports in docs/architecture.md from the source code.

A port is a ``Protocol`` in a ``ports.py``, in a file of ``systems`` or in ``idempotency.py``; the composed protocols
that name services are left out. A class that fills a port says so in its docstring ("Implements" in the package,
"Fills" among the fakes). A contract is a test of tests/contracts or tests/connectors that is named after the port or
imports it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "layers" / "core" / "python" / "firstcontact"
FILE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- ports: begin (python -m infra.docs) -->", "<!-- ports: end -->"
_FILLS = re.compile(r"(?:Implements|Fills) ``(\w+)``(?: and ``(\w+)``)?")


class Port(NamedTuple):
    """One port, and where it is defined."""

    name: str
    line: str
    file: Path


def ports() -> list[Port]:
    """Every port of the package, by name."""
    files = [*PACKAGE.rglob("ports.py"), *(PACKAGE / "systems").glob("*.py"), PACKAGE / "idempotency.py"]
    found = (
        Port(one.name, _first_line(one), file)
        for file in files
        for one in _classes(file)
        if any(ast.unparse(base) == "Protocol" for base in one.bases) and not one.name.endswith("Services")
    )
    return sorted(found)


def table() -> str:
    """The index of ports as a Markdown table."""
    filled, faked = _filled(PACKAGE), _filled(ROOT / "tests" / "fakes")
    rows = ["| port | what it is | adapters | fake | contract |", "|---|---|---|---|---|"]
    for port in ports():
        cells = (
            f"[`{port.name}`]({_link(port.file)})",
            port.line.replace("``", "`"),
            _links(filled.get(port.name, ())),
            _links(faked.get(port.name, ())),
            ", ".join(f"[{file.stem}]({_link(file)})" for file in _contracts(port.name)),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def render(text: str) -> str:
    """The document with its index of ports brought up to date."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _classes(file: Path) -> Iterator[ast.ClassDef]:
    yield from (node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.ClassDef))


def _first_line(one: ast.ClassDef) -> str:
    return (ast.get_docstring(one) or "").partition("\n")[0]


def _filled(folder: Path) -> dict[str, list[tuple[str, Path]]]:
    """The classes that fill each port, with their files."""
    found: dict[str, list[tuple[str, Path]]] = {}
    for file in sorted(folder.rglob("*.py")):
        for one in _classes(file):
            if names := _FILLS.match(_first_line(one)):
                for name in filter(None, names.groups()):
                    found.setdefault(name, []).append((one.name, file))
    return found


def _contracts(port: str) -> list[Path]:
    """The contract tests that are named after a port or import it."""
    own = f"test_{re.sub('(?<=[a-z])(?=[A-Z])', '_', port).lower()}"
    folders = (ROOT / "tests" / "contracts", ROOT / "tests" / "connectors")
    tests = (file for folder in folders for file in sorted(folder.glob("test_*.py")))
    named = re.compile(rf"import .*\b{port}\b")
    return [file for file in tests if file.stem == own or named.search(file.read_text("utf-8"))]


def _links(classes: list[tuple[str, Path]] | tuple[()]) -> str:
    return ", ".join(f"[`{name}`]({_link(file)})" for name, file in classes)


def _link(file: Path) -> str:
    return f"../{file.relative_to(ROOT).as_posix()}"


if __name__ == "__main__":
    FILE.write_text(render(FILE.read_text("utf-8")), encoding="utf-8")
    print(FILE)
