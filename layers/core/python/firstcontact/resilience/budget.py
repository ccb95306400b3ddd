"""The budget of one invocation: the seconds that are left, and how many calls to vendors."""

import math
import time
from collections.abc import Callable

from firstcontact.errors import TooSlow, Unavailable

MAX_CALLS = 12  # to vendors; a refund whose answers are all lost makes eleven


class Budget:
    """What the current invocation may still spend. One object serves a process; ``start`` begins an invocation.

    Until the first ``start``, such as on the command line, there is no limit. ``clock`` returns monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.start(math.inf)

    def start(self, seconds: float) -> None:
        """Begin an invocation that may take this long."""
        self._until, self._calls = self._clock() + seconds, MAX_CALLS

    def next_item(self) -> None:
        """Begin the next of many items of work in the same time: its calls to vendors are counted from zero."""
        self._calls = MAX_CALLS

    def shorten(self, seconds: float) -> None:
        """Take at most this long from now on."""
        self._until = min(self._until, self._clock() + seconds)

    def has(self, seconds: float) -> bool:
        """Whether more than this is left."""
        return self._until - self._clock() > seconds

    def within(self, limit: float) -> float:
        """The seconds for one piece of work: its own limit, or what is left if that is less; ``TooSlow`` if spent."""
        left = self._until - self._clock()
        if left <= 0:
            raise TooSlow("the time for this request is used up")
        return min(limit, left)

    def count_call(self) -> None:
        """Count one call to a vendor; ``Unavailable`` (code ``too_many_calls``) if all are used."""
        if self._calls == 0:
            raise Unavailable("this request needs too many calls to other systems", code="too_many_calls")
        self._calls -= 1
