"""A clock that tests move by hand."""


class Clock:
    """Called like ``time.time``."""

    def __init__(self, now: float = 1_793_600_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
