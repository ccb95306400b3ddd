"""Shows progress: on a terminal as a bar with the remaining time, elsewhere as lines."""

import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from firstcontact.progress import Item, Lines, Progress

if TYPE_CHECKING:
    from rich.console import Console


class Bars:
    """``Progress`` as bars on a console, standard error by default."""

    def __init__(self, console: "Console | None" = None) -> None:
        from rich.console import Console

        self._console = console or Console(stderr=True)

    def say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False)

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterator[Item]:
        from rich.progress import Progress as Drawing

        # Show printed output above the bar, unless it goes to a file or another program.
        shown = sys.stdout.isatty()
        with Drawing(console=self._console, redirect_stdout=shown) as bars:
            yield from bars.track(items, total, description=what)


def progress() -> Progress:
    """Bars if standard error is a terminal and ``rich`` is installed, otherwise lines."""
    if sys.stderr.isatty() and find_spec("rich"):
        return Bars()
    return Lines(lambda line: print(line, file=sys.stderr, flush=True))
