"""How long work tells how far it is: a line now and then, or a bar where somebody looks at a terminal."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")
PARTS = 10


class Progress(Protocol):
    """What long work is given to speak with."""

    def say(self, line: str) -> None:
        """Tell one thing."""
        ...

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterable[Item]:
        """The items as they are worked on, telling how many of ``total`` are done."""
        ...


class Lines:
    """``Progress`` by lines, at every tenth of the way."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def say(self, line: str) -> None:
        self._write(line)

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterator[Item]:
        for done, item in enumerate(items, start=1):
            yield item
            if done * PARTS // total > (done - 1) * PARTS // total:
                self.say(f"{what}: {done} of {total}")
