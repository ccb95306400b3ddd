"""The tracer itself: it notices a call up a floor, and accepts a callback and a port."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from tests.resolution.tracing import FLOORS, Trace


def high() -> str:
    return "called"


def calls_by_name() -> str:
    return high()


def calls_what_it_was_given(callback: Callable[[], str]) -> str:
    return callback()


def calls_a_method(port: Any) -> Any:
    return port.put("case")


class Adapter:
    def put(self, case: str) -> str:
        return case


def placed(function: Any, module: str, **names: Any) -> Any:
    """The same function as if it stood in another module."""
    return FunctionType(function.__code__, {"__name__": module, **names}, function.__name__)


HIGH = placed(high, "firstcontact.channels.made_up")
LOW = "firstcontact.text.made_up"


def test_the_floors_are_those_of_the_import_contract() -> None:
    assert FLOORS["record"] == FLOORS["errors"] == 0
    assert FLOORS["text"] < FLOORS["cases"] < FLOORS["channels"] < FLOORS["cli"] < FLOORS["functions"]


def test_a_call_up_a_floor_is_a_violation() -> None:
    low = placed(calls_by_name, LOW, high=HIGH)
    with Trace() as trace:
        low()
    assert trace.violations() == [f"{LOW} calls firstcontact.channels.made_up.high"]


def test_a_call_down_a_floor_is_none() -> None:
    above = placed(calls_by_name, "firstcontact.cli.made_up", high=HIGH)
    with Trace() as trace:
        above()
    assert trace.violations() == []
    assert trace.packages == {"cli", "channels"}


def test_a_callback_that_was_passed_in_may_be_called() -> None:
    low = placed(calls_what_it_was_given, LOW)
    with Trace() as trace:
        low(HIGH)
    assert trace.upward
    assert trace.violations() == []


def test_a_method_may_be_called_if_a_port_below_declares_it() -> None:
    port = type("Adapter", (), {"put": placed(Adapter.put, "firstcontact.adapters.made_up")})()
    with Trace() as from_cases:
        placed(calls_a_method, "firstcontact.cases.made_up")(port)
    with Trace() as from_below:
        placed(calls_a_method, "firstcontact.record.made_up")(port)
    assert from_cases.violations() == []
    assert from_below.violations() == ["firstcontact.record.made_up calls firstcontact.adapters.made_up.Adapter.put"]
