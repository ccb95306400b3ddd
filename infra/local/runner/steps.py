"""Shows the runner's progress: a live line on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Say = Callable[[str], None]


class Steps:
    """Prints each step with its current detail and its duration."""

    def __init__(self, console: Console | None = None, *, since: float | None = None) -> None:
        """``since`` is the Unix time at which the whole command began, if that was earlier than now."""
        self._console = console or Console(file=sys.stderr, highlight=False, soft_wrap=True)
        self._started = time.monotonic() - max(0.0, time.time() - since if since else 0.0)

    @contextmanager
    def step(self, name: str) -> Iterator[Say]:
        """Run one step; the yielded function shows details, the last of which stays visible."""
        started, last = time.monotonic(), ""
        columns = (SpinnerColumn(), TextColumn(f"{name:<20}"), TimeElapsedColumn(), TextColumn("{task.description}"))
        progress = Progress(*columns, console=self._console, transient=True, disable=not self._console.is_terminal)
        task = progress.add_task("")

        def say(detail: str) -> None:
            nonlocal last
            last = detail
            if self._console.is_terminal:
                progress.update(task, description=escape(detail))
            else:
                self._console.print(f"  {name}: {escape(detail)}")

        def line() -> str:
            return f"{name:<20} {time.monotonic() - started:6.1f} s  {escape(last)}".rstrip()

        try:
            with progress:
                yield say
        except BaseException:
            self._console.print(f"[red]✗[/] {line()}")
            raise
        self._console.print(f"[green]✓[/] {line()}")

    def tell(self, text: str) -> None:
        """Print a line that does not belong to a step."""
        self._console.print(text)

    def seconds(self) -> float:
        """The seconds since the command began."""
        return time.monotonic() - self._started
