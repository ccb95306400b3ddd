"""Port BreakerStore: a circuit is changed by the one that read it last."""

from functools import partial

from firstcontact.resilience.ports import BreakerStore
from firstcontact.resilience.records import Circuit

from tests.contracts.racing import race


def test_an_unknown_vendor_has_a_closed_circuit(breakers: BreakerStore) -> None:
    assert breakers.get("stripe") == Circuit(vendor="stripe")


def test_a_circuit_is_kept_with_its_next_version(breakers: BreakerStore) -> None:
    circuit = Circuit(vendor="stripe", calls=9, failures=5, since=1_793_600_000.25, open_until=1_793_600_005.5)
    assert breakers.put(circuit)
    assert breakers.get("stripe") == circuit.model_copy(update={"version": 1})
    assert breakers.get("shopfront") == Circuit(vendor="shopfront")


def test_a_circuit_that_was_changed_since_it_was_read_is_not_overwritten(breakers: BreakerStore) -> None:
    read = breakers.get("stripe")
    assert breakers.put(read.model_copy(update={"calls": 1}))
    assert not breakers.put(read.model_copy(update={"calls": 2}))
    assert breakers.get("stripe").calls == 1


def test_of_many_who_change_it_at_once_one_wins(breakers: BreakerStore) -> None:
    breakers.put(breakers.get("stripe"))
    read = breakers.get("stripe")
    won = race([partial(breakers.put, read.model_copy(update={"calls": n})) for n in range(8)])
    assert sorted(map(bool, won)) == [False] * 7 + [True]
