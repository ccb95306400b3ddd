"""One budget bounds everything that an invocation does, and the next invocation begins with a new one."""

import math

import pytest
from firstcontact.errors import TooSlow, Unavailable
from firstcontact.resilience.budget import MAX_CALLS, Budget

from tests.resilience.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budget(clock: Clock) -> Budget:
    return Budget(clock)


def test_without_a_start_there_is_no_limit(budget: Budget, clock: Clock) -> None:
    clock.wait(1e9)
    assert budget.within(math.inf) == math.inf
    assert budget.has(1e9)


def test_work_gets_its_own_limit_until_less_is_left(budget: Budget, clock: Clock) -> None:
    budget.start(10)
    assert budget.within(4) == 4
    clock.wait(7)
    assert budget.within(4) == 3


@pytest.mark.parametrize("waited", [10, 10.001, 3600])
def test_a_spent_budget_is_too_slow(budget: Budget, clock: Clock, waited: float) -> None:
    budget.start(10)
    clock.wait(waited)
    assert not budget.has(0)
    with pytest.raises(TooSlow):
        budget.within(4)


def test_the_next_invocation_has_all_its_time_and_calls(budget: Budget, clock: Clock) -> None:
    budget.start(1)
    for _ in range(MAX_CALLS):
        budget.count_call()
    clock.wait(2)
    budget.start(5)
    assert budget.within(9) == 5
    budget.count_call()


@pytest.mark.parametrize(("seconds", "left"), [(3, 3), (10, 10), (20, 10)])
def test_a_budget_can_be_shortened_and_never_grows_that_way(budget: Budget, seconds: float, left: float) -> None:
    budget.start(10)
    budget.shorten(seconds)
    assert budget.within(99) == left


def test_one_call_too_many_is_refused(budget: Budget) -> None:
    for _ in range(MAX_CALLS):
        budget.count_call()
    for _ in range(2):
        with pytest.raises(Unavailable) as refused:
            budget.count_call()
        assert refused.value.code == "too_many_calls"
