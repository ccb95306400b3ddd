"""A vendor that fails is left alone by all processes, and called again by one of them first."""

from collections.abc import Callable

import pytest
from firstcontact.errors import Unavailable
from firstcontact.resilience.breaker import CACHE_SECONDS, CircuitBreaker
from firstcontact.resilience.circuit import BREAK, MIN_CALLS, PROBE, WINDOW

from tests.fakes.faults import Fault, Faults
from tests.fakes.stores import FakeBreakerStore
from tests.resilience.clock import Clock

New = Callable[[], CircuitBreaker]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> FakeBreakerStore:
    return FakeBreakerStore()


@pytest.fixture
def process(store: FakeBreakerStore, clock: Clock) -> New:
    """Makes the breaker of one more process."""
    return lambda: CircuitBreaker("stripe", store, clock)


def call(breaker: CircuitBreaker, *, works: bool) -> str:
    """One call to the vendor: how it ended, or why it was not made."""
    try:
        breaker.admit("the vendor")
    except Unavailable as refused:
        return refused.code
    breaker.succeeded() if works else breaker.failed()
    return "works" if works else "fails"


def opened(process: New) -> CircuitBreaker:
    breaker = process()
    assert [call(breaker, works=False) for _ in range(MIN_CALLS)] == ["fails"] * MIN_CALLS
    return breaker


def test_a_vendor_that_fails_is_not_called_by_any_process(process: New) -> None:
    first = opened(process)
    assert [call(breaker, works=True) for breaker in (first, process(), process())] == ["vendor_down"] * 3


def test_the_error_names_the_vendor_and_when_to_come_back(process: New, clock: Clock) -> None:
    breaker = opened(process)
    clock.wait(1)
    with pytest.raises(Unavailable) as refused:
        breaker.admit("the shop")
    assert "the shop" in refused.value.detail
    assert refused.value.retry_after == BREAK - 1


@pytest.mark.parametrize(
    ("failures", "successes", "down"), [(7, 0, False), (8, 0, True), (5, 5, True), (5, 6, False)]
)
def test_it_takes_enough_calls_and_a_high_share_of_failures(
    process: New, failures: int, successes: int, down: bool
) -> None:
    breaker = process()
    for works in [True] * successes + [False] * failures:
        call(breaker, works=works)
    assert (call(process(), works=True) == "vendor_down") is down


def test_failures_of_several_processes_are_counted_together(process: New) -> None:
    for _ in range(MIN_CALLS):
        call(process(), works=False)
    assert call(process(), works=True) == "vendor_down"


def test_failures_that_are_long_ago_are_forgotten(process: New, clock: Clock) -> None:
    breaker = process()
    for _ in range(3 * MIN_CALLS):
        clock.wait(WINDOW / 4)
        call(breaker, works=False)
    assert call(breaker, works=True) == "works"


def test_after_the_break_one_probes_while_the_others_wait(process: New, clock: Clock) -> None:
    opened(process)
    clock.wait(BREAK)
    probing, other = process(), process()
    probing.admit("the vendor")
    assert call(other, works=True) == "vendor_down"
    probing.succeeded()
    assert call(process(), works=True) == "works"
    clock.wait(CACHE_SECONDS + 0.1)
    assert call(other, works=True) == "works"


def test_a_probe_that_fails_begins_another_break(process: New, clock: Clock) -> None:
    breaker = opened(process)
    for _ in range(3):
        clock.wait(BREAK)
        assert call(breaker, works=False) == "fails"
        assert call(breaker, works=True) == "vendor_down"


def test_a_probe_whose_process_died_is_followed_by_another(process: New, clock: Clock) -> None:
    opened(process)
    clock.wait(BREAK)
    process().admit("the vendor")
    clock.wait(PROBE - 0.1)
    assert call(process(), works=True) == "vendor_down"
    clock.wait(0.1)
    assert call(process(), works=True) == "works"


def test_of_two_that_see_the_break_end_at_once_one_probes(process: New, clock: Clock) -> None:
    opened(process)
    one, two = process(), process()
    for breaker in (one, two):
        with pytest.raises(Unavailable):
            breaker.admit("the vendor")
    clock.wait(BREAK - 0.001)
    for breaker in (one, two):
        call(breaker, works=True)
    clock.wait(0.001)  # both still use what they read
    one.admit("the vendor")
    assert call(two, works=True) == "vendor_down"


def test_while_all_is_well_nothing_is_written_and_seldom_read(
    process: New, clock: Clock, store: FakeBreakerStore
) -> None:
    breaker = process()
    for _ in range(100):
        clock.wait(CACHE_SECONDS / 10)
        call(breaker, works=True)
    assert (store.reads, store.writes) == (10, 0)


@pytest.mark.parametrize("method", ["breakers", "breakers.get", "breakers.put"])
def test_without_its_store_calls_go_on_and_that_is_logged(
    store: FakeBreakerStore, clock: Clock, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    faults = Faults()
    faults.plan(Fault(method))
    breaker = CircuitBreaker("stripe", faults.around("breakers", store), clock)
    assert [call(breaker, works=works) for works in [False] * 20 + [True]] == ["fails"] * 20 + ["works"]
    assert any("circuit not" in line for line in caplog.messages)


def test_a_change_that_others_keep_interfering_with_is_left_for_the_next_failure(
    process: New, store: FakeBreakerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaker = process()
    with monkeypatch.context() as busy:
        busy.setattr(store, "put", lambda circuit: False)
        assert call(breaker, works=False) == "fails"
    assert [call(breaker, works=False) for _ in range(MIN_CALLS)] == ["fails"] * MIN_CALLS
    assert call(breaker, works=True) == "vendor_down"
