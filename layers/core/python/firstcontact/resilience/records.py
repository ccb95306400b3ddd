"""The record of a vendor's circuit."""

from enum import StrEnum

from firstcontact.record import Record


class CircuitState(StrEnum):
    """Whether a vendor is called: always, not at all, or by one caller as a probe."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Circuit(Record):
    """What all processes know of a vendor's calls. Times are seconds since the epoch.

    ``calls`` and ``failures`` are counted since ``since``. ``open_until`` is 0 while the circuit is closed.
    """

    vendor: str
    calls: int = 0
    failures: int = 0
    since: float = 0.0
    open_until: float = 0.0
    version: int = 0
