"""How long-running work reports progress: as occasional lines, or as a bar on an interactive terminal."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")
PARTS = 10


class Progress(Protocol):
    """Reports messages and progress to the user."""

    def say(self, line: str) -> None:
        """Report one message."""
        ...

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterable[Item]:
        """Yield the items as they are processed, reporting how many of ``total`` are done."""
        ...


class Lines:
    """``Progress`` as lines of text, one after every tenth of the items."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def say(self, line: str) -> None:
        self._write(line)

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterator[Item]:
        for done, item in enumerate(items, start=1):
            yield item
            if done * PARTS // total > (done - 1) * PARTS // total:
                self.say(f"{what}: {done} of {total}")


class Messages:
    """``Progress`` as messages alone, without counts."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def say(self, line: str) -> None:
        self._write(line)

    def track(self, items: Iterable[Item], what: str, total: int) -> Iterable[Item]:
        return items
