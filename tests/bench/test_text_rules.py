"""A rule whose time grows faster than its text is reported; one that is too fast to be measured is not."""

import sys
from collections.abc import Callable

import pytest

from tests.bench import text_rules
from tests.bench.rules import Rule
from tests.bench.text_rules import SIZES, fit, measure

Takes = Callable[[int], float]


@pytest.fixture(autouse=True)
def timed_by_what_they_return(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_rules, "_milliseconds", lambda call, repeated: repeated * call())


def _taking(milliseconds: Takes) -> Rule:
    return lambda text: milliseconds(len(text))


@pytest.mark.parametrize("exponent", [0, 0.5, 1, 1.2, 2, 3])
def test_the_exponent_of_a_power_is_found(exponent: float) -> None:
    assert fit({size: 7 * size**exponent for size in SIZES}) == pytest.approx(exponent)


def test_a_rule_is_measured_at_every_size() -> None:
    found = measure("rule", "a", _taking(lambda size: size / 1000), "a".__mul__, SIZES)
    assert found.exponent == pytest.approx(1)
    assert found.times == {size: size / 1000 for size in SIZES}


def test_a_rule_that_is_too_fast_has_no_exponent() -> None:
    assert measure("rule", "a", _taking(lambda size: size**2 / 1e9), "a".__mul__, SIZES).exponent is None


def test_a_rule_that_takes_minutes_is_not_measured_at_further_sizes() -> None:
    found = measure("rule", "a", _taking(lambda size: size**4 / 1e9), "a".__mul__, SIZES)
    assert found.times.keys() == {SIZES[0]}
    assert found.exponent == float("inf")


@pytest.mark.parametrize(("power", "code"), [(1, 0), (2, 1), (3, 1)])
def test_the_command_fails_if_a_rule_grows_too_fast(power: int, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_rules, "RULES", {"rule": _taking(lambda size: size**power / 100)})
    monkeypatch.setattr(sys, "argv", ["text_rules", "--smallest"])
    assert text_rules.main() == code
