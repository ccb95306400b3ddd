"""The circuit breaker, for any order of calls, outages and pauses: several processes call one vendor."""

from typing import NamedTuple

from firstcontact.errors import Unavailable
from firstcontact.resilience.breaker import CACHE_SECONDS, CircuitBreaker
from firstcontact.resilience.circuit import BREAK, MAX_FAILURE_RATE, MIN_CALLS, PROBE, WINDOW
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.fakes.stores import FakeBreakerStore
from tests.resilience.clock import Clock

PROCESSES = st.integers(0, 2)


class Call(NamedTuple):
    """A call that reached the vendor and has not ended."""

    began: float
    probes: bool


class Machine(RuleBasedStateMachine):
    """Processes that make one call at a time, to a vendor that works or does not."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.store = Clock(), FakeBreakerStore()
        self.breakers = [CircuitBreaker("stripe", self.store, self.clock) for _ in range(3)]
        self.calls: dict[int, Call] = {}
        self.failures = 0
        self.changed_at = 0.0  # when the circuit last opened or closed

    @property
    def open_until(self) -> float:
        return self.store.get("stripe").open_until

    @property
    def stale(self) -> bool:
        """Whether a process may still go by what it read before the circuit changed."""
        return self.clock.now - self.changed_at <= CACHE_SECONDS

    @rule(process=PROCESSES)
    def begin(self, process: int) -> None:
        if process in self.calls:
            return
        before, now = self.open_until, self.clock.now
        try:
            self.breakers[process].admit("the vendor")
        except Unavailable:
            assert self.open_until > now or self.stale, "refused by a closed circuit"
            assert self.failures >= MIN_CALLS * MAX_FAILURE_RATE, "refused after too few failures"
            return
        probes = 0 < before <= now
        assert before <= now or self.stale, "let through an open circuit"
        running = (call for call in self.calls.values() if call.probes and now - call.began < PROBE)
        assert not (probes and any(running)), "two probes at once"
        self.calls[process] = Call(now, probes)

    @rule(process=PROCESSES, works=st.booleans())
    def end(self, process: int, works: bool) -> None:
        if process not in self.calls:
            return
        call, before = self.calls.pop(process), self.open_until
        breaker = self.breakers[process]
        if works:
            breaker.succeeded()
        else:
            breaker.failed()
            self.failures += 1
        if call.probes:
            assert self.open_until == (0 if works else self.clock.now + BREAK), "a probe decides"
        if (before == 0) != (self.open_until == 0):
            self.changed_at = self.clock.now

    @rule(process=PROCESSES, works=st.booleans())
    def call_often(self, process: int, works: bool) -> None:
        for _ in range(MIN_CALLS):
            self.begin(process)
            self.end(process, works)

    @rule()
    def all_ask_just_before_the_break_ends(self) -> None:
        if (left := self.open_until - self.clock.now) > 0:
            self.clock.wait(left - 0.05)
            for process in range(3):
                self.begin(process)
            self.clock.wait(0.05)

    @rule(seconds=st.sampled_from([0.1, 1.0, CACHE_SECONDS + 0.1, BREAK, PROBE, WINDOW]))
    def wait(self, seconds: float) -> None:
        self.clock.wait(seconds)

    @invariant()
    def no_break_is_long(self) -> None:
        assert self.open_until <= self.clock.now + max(BREAK, PROBE)


Machine.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None, derandomize=True)
TestBreaker = Machine.TestCase
