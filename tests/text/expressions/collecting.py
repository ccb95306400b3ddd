"""Collects the regular expressions of the product's modules: those kept in a module, and those written in a call."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

from tests.text.expressions.backtracking import Use

USES: Mapping[str, Use] = {
    "match": "match",
    "fullmatch": "fullmatch",
    **dict.fromkeys(("compile", "search", "sub", "subn", "split", "findall", "finditer"), "search"),
}
_NO_USE = frozenset({"pattern", "flags", "groups", "groupindex"})


class Collected(NamedTuple):
    """An expression, where it stands, and how it is used."""

    place: str
    expression: re.Pattern[Any]
    uses: frozenset[Use]


class Computed(NamedTuple):
    """An expression that is made from a function's arguments, and so cannot be read from the source."""

    place: str
    source: str


def modules(folder: Path, root: Path) -> Iterator[str]:
    """The names of all modules in a folder, imported from ``root``."""
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] in ("__init__", "__main__") else parts)


def collect(name: str) -> Iterator[Collected | Computed]:
    """Every expression of one module."""
    module = import_module(name)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    uses = _uses_by_name(tree)
    for kept, value in vars(module).items():
        if isinstance(value, re.Pattern):
            if kept in uses or not kept.startswith("_"):
                own = uses[kept] if kept.startswith("_") else frozenset[Use](["search"])
                yield Collected(f"{name}.{kept}", value, own)
        else:
            for one in _inside(value, module):
                yield Collected(f"{name}.{kept}", one, frozenset(["search"]))
    for inside, call in _calls_in_functions(tree):
        method = call.func.attr if isinstance(call.func, ast.Attribute) else "compile"
        place = f"{name}.{inside}"
        try:
            written, flags = _arguments(call, method, module)
        except NameError:
            yield Computed(place, ast.unparse(call.args[0]))
        else:
            yield Collected(place, re.compile(written, flags), frozenset([USES[method]]))


def _uses_by_name(tree: ast.Module) -> dict[str, frozenset[Use]]:
    found: dict[str, set[Use]] = {}
    methods = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            uses = found.setdefault(node.id, set())
            method = methods.get(id(node), "compile")  # passed on: it may be used in any way
            if isinstance(node.ctx, ast.Load) and method not in _NO_USE:
                uses.add(USES.get(method, "search"))
    return {name: frozenset(uses) for name, uses in found.items()}


def _inside(value: object, module: ModuleType) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, type):
        if value.__module__ == module.__name__:
            yield from (one for one in vars(value).values() if isinstance(one, re.Pattern))
    elif isinstance(value, dict | MappingProxyType):
        yield from _all_inside(value.values(), module)
    elif isinstance(value, tuple | list | set | frozenset):
        yield from _all_inside(value, module)


def _all_inside(values: Iterable[object], module: ModuleType) -> Iterator[re.Pattern[Any]]:
    for value in list(values):
        yield from _inside(value, module)


def _calls_in_functions(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _is_of_re(node.func):
                    yield function.name, node


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in USES
    )


def _arguments(call: ast.Call, method: str, module: ModuleType) -> tuple[Any, int]:
    flags = next((word.value for word in call.keywords if word.arg == "flags"), None)
    at = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(method, 2)
    flags = call.args[at] if flags is None and len(call.args) > at else flags
    return _value(call.args[0], module), int(_value(flags, module)) if flags else 0


def _value(expression: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(expression), "<expression>", "eval"), dict(vars(module)))
