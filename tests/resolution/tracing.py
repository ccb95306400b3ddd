"""Traces calls between modules of the product while a test runs; pyproject.toml says which floor calls which."""

import inspect
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

PRODUCT = "firstcontact"
_PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
_GENERATORS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def read_floors() -> dict[str, int]:
    """The floor of each package as the import contract orders them, the lowest first; functions are above all."""
    contracts = tomllib.loads(_PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract.get("containers") == [PRODUCT]]
    packages = [[package.strip() for package in layer.split("|")] for layer in layers]
    lowest_first = enumerate(reversed(packages))
    return {package: floor for floor, level in lowest_first for package in level} | {"functions": len(packages)}


FLOORS = read_floors()


@dataclass(frozen=True)
class Call:
    """One call between two modules: who called which function, and whether the function was passed to the caller."""

    caller: str
    module: str
    function: str
    passed_in: bool

    def __str__(self) -> str:
        return f"{self.caller} calls {self.module}.{self.function}"


@dataclass
class Trace:
    """Records calls while it is entered: ``with Trace() as trace``."""

    entered: list[str] = field(default_factory=list)
    upward: set[Call] = field(default_factory=set)

    def __enter__(self) -> "Trace":
        self._before = sys.getprofile()
        sys.setprofile(self._see)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)

    @property
    def packages(self) -> set[str]:
        """The packages of which a function was called."""
        return {_package(name) for name in self.entered}

    def violations(self) -> list[str]:
        """The calls up a floor that neither a port nor a callback explains."""
        declared = {floor: set(_port_members(floor)) for floor in FLOORS.values()}
        found = [call for call in self.upward if not _is_allowed(call, declared[_floor(call.caller)])]
        return sorted(map(str, found))

    def _see(self, frame: FrameType, event: str, _: Any) -> None:
        code, module = frame.f_code, frame.f_globals.get("__name__", "")
        # A generator is entered by its consumer, which need not be its caller; a module body is an import.
        if event != "call" or code.co_flags & _GENERATORS or code.co_name == "<module>" or not _package(module):
            return
        self.entered.append(f"{module}.{code.co_qualname}")
        caller = frame.f_back.f_globals.get("__name__", "") if frame.f_back else ""
        if frame.f_back and _package(caller) and _floor(caller) < _floor(module):
            self.upward.add(Call(caller, module, code.co_qualname, _was_passed(code, frame.f_back)))


def _is_allowed(call: Call, declared: set[str]) -> bool:
    """A callback, or a method or property that a port on the caller's floor or below declares."""
    owner, _, name = call.function.rpartition(".")
    return call.passed_in or (bool(owner) and name in declared)


def _was_passed(code: CodeType, caller: FrameType) -> bool:
    """Whether a function is an argument of its caller or of the function around it, or has no importable name."""
    if "<locals>" in code.co_qualname or "<lambda>" in code.co_qualname:
        return True
    own = caller.f_code
    given = own.co_varnames[: own.co_argcount + own.co_kwonlyargcount] + own.co_freevars
    return any(getattr(caller.f_locals.get(name), "__code__", None) is code for name in given)


def _port_members(floor: int) -> Iterator[str]:
    """The methods and properties of every port on a floor or below."""
    for module in [one for name, one in sys.modules.items() if _package(name) and _floor(name) <= floor]:
        for found in vars(module).values():
            if isinstance(found, type) and getattr(found, "_is_protocol", False):
                yield from (name for name in vars(found) if not name.startswith("_"))


def _package(module: str) -> str:
    """The package that has a floor, or "" for a module outside of the product."""
    first, _, rest = module.partition(".")
    package = rest.partition(".")[0] if first == PRODUCT else first
    return package if package in FLOORS else ""


def _floor(module: str) -> int:
    return FLOORS[_package(module)]
