"""A vendor's circuit breaker in one process, on the circuit that all processes share."""

import math
import time
from collections.abc import Callable

from firstcontact.errors import Unavailable
from firstcontact.resilience.circuit import WINDOW, break_circuit, close_circuit, count, reserve_probe, state_of
from firstcontact.resilience.ports import BreakerStore
from firstcontact.resilience.records import Circuit, CircuitState
from firstcontact.telemetry import logger

CACHE_SECONDS = 3.0  # for which a read circuit is used again
ATTEMPTS = 3  # to store a change that other processes interfere with


class CircuitBreaker:
    """Fails calls at once while their vendor is down; ``clock`` returns seconds since the epoch.

    Nothing is written while all calls succeed: successes are stored with the next failure. So a process that sees no
    failure does not count, and the shared failure rate errs on the high side. If the store fails, calls go on.
    """

    def __init__(self, vendor: str, store: BreakerStore, clock: Callable[[], float] = time.time) -> None:
        self._store, self._clock = store, clock
        self._circuit, self._read_at = Circuit(vendor=vendor), -math.inf
        self._successes, self._since = 0, 0.0
        self._probes = False

    def admit(self, name: str) -> None:
        """Allow a call, whose result must be reported; ``Unavailable`` (code ``vendor_down``) if there must be none.

        ``name`` is what the error calls the vendor.
        """
        at = self._clock()
        if at - self._read_at > CACHE_SECONDS:
            self._circuit, self._read_at = self._read(), at
        state = state_of(self._circuit, at)
        self._probes = state is CircuitState.HALF_OPEN and self._reserve(at)
        if state is CircuitState.CLOSED or self._probes:
            return
        wait = max(1.0, self._circuit.open_until - at)
        raise Unavailable(f"{name} is not working at the moment", code="vendor_down", retry_after=wait)

    def succeeded(self) -> None:
        """The vendor answered the admitted call, if only to refuse it."""
        if self._probes:
            self._change(close_circuit)
            return
        at = self._clock()
        if at - self._since > WINDOW:
            self._successes, self._since = 0, at
        self._successes += 1

    def failed(self) -> None:
        """The vendor did not answer the admitted call, or failed."""
        at = self._clock()
        if self._probes:
            self._change(lambda circuit: break_circuit(circuit, at))
            return
        calls = 1 + (self._successes if at - self._since <= WINDOW else 0)
        if self._change(lambda circuit: _counted(circuit, calls, at)):
            self._successes = 0

    def _reserve(self, at: float) -> bool:
        """Whether this caller is the one that probes; if the store fails, every caller is."""
        try:
            reserved = self._store.put(reserve_probe(self._circuit, at))
            self._read_at = -math.inf  # the next call reads what became of the probe
            return reserved
        except Unavailable as error:
            logger().warning("circuit not stored", extra={"code": error.code})
            return True

    def _read(self) -> Circuit:
        vendor = self._circuit.vendor
        try:
            return self._store.get(vendor)
        except Unavailable as error:
            logger().warning("circuit not read", extra={"code": error.code})
            return Circuit(vendor=vendor)

    def _change(self, change: Callable[[Circuit], Circuit]) -> bool:
        """Change the shared circuit; False if that failed."""
        self._probes = False
        try:
            for _ in range(ATTEMPTS):
                if self._store.put(change(self._store.get(self._circuit.vendor))):
                    self._read_at = -math.inf
                    return True
        except Unavailable as error:
            logger().warning("circuit not stored", extra={"code": error.code})
        return False


def _counted(circuit: Circuit, calls: int, at: float) -> Circuit:
    """The circuit after these calls, of which the last failed; one that is already open stays as it is."""
    return count(circuit, calls, 1, at) if circuit.open_until == 0 else circuit
