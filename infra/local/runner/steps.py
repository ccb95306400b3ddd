"""Showing what the runner does: a moving line on a terminal, plain lines anywhere else."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

Say = Callable[[str], None]


class Steps:
    """Each step by name, with what it is at and how long it took."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(file=sys.stderr, highlight=False, soft_wrap=True)
        self._started = time.monotonic()

    @contextmanager
    def step(self, name: str) -> Iterator[Say]:
        """Run one step; what it says is shown while it lasts, the last of it afterwards."""
        started, last = time.monotonic(), ""

        def line() -> str:
            return f"{name:<20} {time.monotonic() - started:6.1f} s  {escape(last)}".rstrip()

        with self._console.status(f"{name:<20}") as status:

            def say(detail: str) -> None:
                nonlocal last
                last = detail
                if self._console.is_terminal:
                    status.update(line())
                else:
                    self._console.print(f"   {name}: {escape(detail)}")

            try:
                yield say
            except BaseException:
                self._console.print(f"[red]✗[/] {line()}")
                raise
        self._console.print(f"[green]✓[/] {line()}")

    def tell(self, text: str) -> None:
        """Print a line that is no step."""
        self._console.print(text)

    def seconds(self) -> float:
        """Return how long it has been since the first step."""
        return time.monotonic() - self._started
