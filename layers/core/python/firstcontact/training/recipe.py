"""Names what models are made from. Comments, docstrings and the layout of Python files do not change the name."""

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path

from firstcontact.training import artifact

HERE = Path(__file__).parent
_WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def sources(*names: str) -> list[Path]:
    """The code and the pinned requirements that make models: the named files of this package, or all."""
    return [HERE / name for name in names] or sorted([*HERE.glob("*.py"), *HERE.glob("*.txt")])


def name(paths: Iterable[Path], root: Path = HERE) -> str:
    """Name files by their paths under ``root`` and by what they say."""
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(root).as_posix()}\0{fingerprint(path)}\n".encode())
    return found.hexdigest()


def fingerprint(path: Path) -> str:
    """A hash of a file's bytes; for Python of its syntax tree without docstrings, the same in every version."""
    if path.suffix != ".py":
        return artifact.digest(path)
    return hashlib.sha256(_canonical(ast.parse(path.read_text(encoding="utf-8"))).encode()).hexdigest()


def _canonical(node: object) -> str:
    if isinstance(node, list):
        return f"[{','.join(map(_canonical, node))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = dict(ast.iter_fields(node))
    if isinstance(node, _WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
        fields["body"] = node.body[1:]
    # A field that is empty may be missing in another version of Python.
    said = (f"{field}={_canonical(value)}" for field, value in fields.items() if value not in (None, []))
    return f"{type(node).__name__}({','.join(said)})"
