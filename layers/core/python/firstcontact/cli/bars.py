"""Progress on a terminal: a bar with the time that is left; elsewhere lines."""

import sys
from collections.abc import Iterable
from importlib.util import find_spec

from firstcontact.progress import Item, Lines, Progress


class Bars:
    """``Progress`` by bars on standard error."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True)

    def say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False)

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterable[Item]:
        from rich.progress import track

        return track(items, what, total, console=self._console)


def progress() -> Progress:
    """Bars where somebody looks, lines where not."""
    if sys.stderr.isatty() and find_spec("rich"):
        return Bars()
    return Lines(lambda line: print(line, file=sys.stderr, flush=True))
