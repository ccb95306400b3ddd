"""Faults on demand: a port, or one method of it, that fails before or after it did its work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from firstcontact.errors import Unavailable

Port = TypeVar("Port")


@dataclass
class Fault:
    """What goes wrong with ``name``, how often (None: always), and whether the work was done by then."""

    name: str
    times: int | None = None
    after: bool = False
    error: Exception | None = None


class Killed(BaseException):
    """The process was killed: nothing after this line runs, and no handler of errors sees it."""


class Faults:
    """The faults planned for one set of fakes, and how often each struck.

    ``kill_at`` kills the process at the moment of this number, of which each call has one before and one after it.
    """

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self.struck: list[str] = []
        self.moments = 0
        self.kill_at: int | None = None

    def plan(self, fault: Fault) -> None:
        self._planned.append(fault)

    def clear(self) -> None:
        self._planned.clear()
        self.kill_at = None

    def holds(self, port: str) -> bool:
        """Whether a whole port is planned to fail."""
        return any(fault.name == port and fault.times != 0 for fault in self._planned)

    def strike(self, port: str, method: str, *, after: bool) -> None:
        """Raise if this call is planned to fail here."""
        self.moments += 1
        if self.moments == self.kill_at:
            self.struck.append(f"killed {'after' if after else 'before'} {port}.{method}")
            raise Killed
        for fault in self._planned:
            if fault.name in (port, f"{port}.{method}") and fault.after is after and fault.times != 0:
                fault.times = None if fault.times is None else fault.times - 1
                self.struck.append(f"{port}.{method}")
                raise fault.error or Unavailable(f"{port}.{method} is down for the test")

    def around(self, name: str, port: Port) -> Port:
        """The port as before, but failing as planned."""
        return cast("Port", _Faulty(name, port, self))


class _Faulty:
    """Stands in front of a port."""

    def __init__(self, name: str, port: object, faults: Faults) -> None:
        self._name, self._port, self._faults = name, port, faults

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._port, method)
        return self._guarded(method, found) if callable(found) else found

    def _guarded(self, method: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*given: Any, **named: Any) -> Any:
            self._faults.strike(self._name, method, after=False)
            result = call(*given, **named)
            self._faults.strike(self._name, method, after=True)
            return result

        return guarded
